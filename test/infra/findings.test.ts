import { type App, type CfnResource, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import type { IConstruct } from "constructs";
import { describe, expect, test, vi } from "vitest";
import { DEPLOYMENT_TYPES } from "../../lib/deployment-type.ts";
import { CONTEXTS, FULL_CONTEXTS } from "./contexts.ts";
import { withStacks } from "./synthesize.ts";

interface Finding {
  /** Where cdk-nag found it, or where it is acknowledged. */
  path: string;
  id: string;
}

/** cdk-nag's own look at whether somebody acknowledged a finding. */
interface LooksUp {
  isAcknowledged(resource: CfnResource, id: string): boolean;
}

function findings(app: App, options: { evenAcknowledged: boolean }): Finding[] {
  const checks = new AwsSolutionsChecks(app);
  if (options.evenAcknowledged)
    vi.spyOn(checks as unknown as LooksUp, "isAcknowledged").mockReturnValue(false);
  return checks
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => ({ path: constructPath ?? "", id: ruleName })),
    );
}

function acknowledged(root: IConstruct): (Finding & { reason: string })[] {
  return root.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries<string>(data))
      .map(([id, reason]) => ({ path: node.path, id: id.replace(/^annotation::/i, ""), reason })),
  );
}

describe.each(DEPLOYMENT_TYPES)("cdk-nag's findings in a %s deployment", (deployment) => {
  test.each([
    ["with what it needs", CONTEXTS],
    ["with every value given", FULL_CONTEXTS],
  ])("%s: each is explained, and none is explained that is not there", (_, contexts) => {
    withStacks(contexts[deployment], (_stacks, app) => {
      expect(findings(app, { evenAcknowledged: false })).toEqual([]);
      const all = findings(app, { evenAcknowledged: true });
      expect(all.length).toBeGreaterThan(5);
      const stale = acknowledged(app).filter(
        ({ path, id }) => !all.some((found) => found.id === id && found.path.startsWith(path)),
      );
      expect(stale).toEqual([]);
    });
  });

  test("each reason is a sentence or two", () => {
    withStacks(CONTEXTS[deployment], (_stacks, app) => {
      for (const { reason } of acknowledged(app)) expect(reason).toMatch(/^[A-Z].{40,}\.$/);
    });
  });
});
