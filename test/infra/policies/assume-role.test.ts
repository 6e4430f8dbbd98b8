import { describe, expect, test } from "vitest";
import { DEPLOYMENT_TYPES } from "../../../lib/deployment-type.ts";
import { assumeRows, mayAssume } from "./assume-rows.ts";
import { rolePolicies } from "./role-policies.ts";

describe.each(DEPLOYMENT_TYPES)("a session of the integration role of a %s deployment", (deployment) => {
  const policies = rolePolicies(deployment);

  test.each(assumeRows(policies).map((row) => [row.name, row.allowed ? "opened" : "refused", row] as const))(
    "%s: %s",
    async (_, __, row) => {
      expect(await mayAssume(policies, row)).toBe(row.allowed);
    },
  );
});
