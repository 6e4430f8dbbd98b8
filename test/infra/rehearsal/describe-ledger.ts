import { describe, expect, it } from "vitest";
import { CONTRACTS } from "../../../infra/contracts.ts";
import { FUNCTION_NAMES } from "../../../infra/function-names.ts";
import { DEPLOYMENT_TYPES } from "../../../lib/deployment-type.ts";
import type { Route } from "../../../lib/http/route.ts";
import { FULL_CONTEXTS } from "../contexts.ts";
import { actionsOf, functionOf } from "../read-template.ts";
import { OURS } from "../resolve-template.ts";
import { synthesize } from "../synthesize.ts";
import { CALLER_IP } from "./api-gateway.ts";
import { functionPolicies } from "./function-policies.ts";
import { LAMBDA_VARIABLES } from "./lambda-variables.ts";
import { asksOf, refusedAsks } from "./permitted.ts";
import type { Rehearsal } from "./rehearsal.ts";

/** Routes that answer nothing but why they do nothing. */
const REFUSING = ["PUT /teams/{team}", "PATCH /teams/{team}"];

/** A role that leaves it to IAM who may assume it: the real one names the functions' roles, which alone would be enough. */
const LEFT_TO_IAM = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${OURS}:root` }, Action: "sts:*", Resource: "*" },
  ],
};

/** What the rehearsal has left behind, once everything else was played. */
export function describeLedger(open: () => Rehearsal) {
  it("every route has answered as its contract says, and no function what Lambda would not take", () => {
    const { routes, gateway } = open();
    const contracts = FUNCTION_NAMES.flatMap((name): Route[] => Object.values(CONTRACTS[name]));
    const kept = routes.filter(({ key, method, path }) => {
      const contract = contracts.find((each) => each.method === method && each.path === path);
      const good = REFUSING.includes(key) ? [409] : Object.keys(contract?.answers ?? {}).map(Number);
      return gateway.served.some((each) => each.routeKey === key && good.includes(each.status));
    });
    expect(kept.map(({ key }) => key)).toEqual(routes.map(({ key }) => key));
    expect(gateway.faults).toEqual([]);
    expect(gateway.served.filter(({ status }) => status >= 500)).toEqual([]);
  });

  it("every audit record tells the caller's address as API Gateway saw it", () => {
    const lines = FUNCTION_NAMES.flatMap((name) => open().functions[name].lines);
    const audited = lines.filter((line) => line.includes('"event":"audit"'));
    expect(audited.length).toBeGreaterThan(30);
    expect(new Set(audited.map((line) => JSON.parse(line).ip))).toEqual(new Set([CALLER_IP]));
  });

  it("no secret stands in a log, and no error", () => {
    const { functions, hidden } = open();
    const lines = FUNCTION_NAMES.flatMap((name) => functions[name].lines);
    expect(lines.length).toBeGreaterThan(100);
    for (const secret of hidden) expect(lines.filter((line) => line.includes(secret))).toEqual([]);
    expect(lines.filter((line) => !line.startsWith("{") || line.includes('"level":"error"'))).toEqual([]);
  });

  describe.each(FUNCTION_NAMES)("the function %s", (name) => {
    it("has no variable but the template's and those of the table", () => {
      const { templates, environments } = open();
      const { Variables } = functionOf(templates.service, name).properties.Environment;
      const added = LAMBDA_VARIABLES.map((variable) => variable.name);
      expect(Object.keys(Variables).filter((given) => !given.startsWith("BYOB_"))).toEqual([]);
      expect(Object.keys(environments[name]).sort()).toEqual([...Object.keys(Variables), ...added].sort());
    });

    it("looks for no variable of ours that no template gives it", () => {
      const given = DEPLOYMENT_TYPES.flatMap((type) => {
        const { service } = synthesize(FULL_CONTEXTS[type]);
        return Object.keys(functionOf(service, name).properties.Environment.Variables);
      });
      const read = [...open().functions[name].read].filter((each) => each.startsWith("BYOB_"));
      expect(read.sort()).toEqual([...new Set(given)].sort());
    });

    it("called nothing of AWS that its role may not", async () => {
      const { aws, templates } = open();
      expect(aws.refused).toEqual([]);
      const policies = functionPolicies(templates);
      const asks = asksOf(aws.calls, name);
      expect(asks.length).toBeGreaterThan(5);
      expect(await refusedAsks(asks, name, policies, policies.identity[name])).toEqual([]);
    });

    it("has no permission that it did not need", async () => {
      const { aws, templates } = open();
      const policies = functionPolicies(templates);
      const asks = asksOf(aws.calls, name);
      const resource = { ...policies.resource, sts: LEFT_TO_IAM };
      const { Version, Statement } = policies.identity[name];
      const without = (sid: string | undefined, action: string) =>
        Statement.map((each) =>
          each.Sid === sid
            ? { ...each, Action: actionsOf([each]).filter((other) => other !== action) }
            : each,
        ).filter((each) => each.Action.length > 0);
      for (const statement of Statement)
        for (const action of actionsOf([statement])) {
          const identity = { Version, Statement: without(statement.Sid, action) };
          const refused = await refusedAsks(asks, name, { ...policies, resource }, identity);
          expect(refused.length, `${action} of ${statement.Sid}`).toBeGreaterThan(0);
        }
    });
  });
}
