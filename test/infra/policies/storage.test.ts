import { describe, expect, test } from "vitest";
import { DEPLOYMENT_TYPES } from "../../../lib/deployment-type.ts";
import { DOCUMENTED_ACTIONS } from "../../../lib/storage/s3/documents/actions.ts";
import { rolePolicies } from "./role-policies.ts";
import { customerPolicies, isRowAllowed, lineOf } from "./storage-request.ts";
import { storageRows } from "./storage-rows.ts";

describe.each(DEPLOYMENT_TYPES)("the integration role of a %s deployment", (deployment) => {
  const policies = rolePolicies(deployment);

  describe.each(["documented", "strict"] as const)("beside a customer's %s policies", (flavour) => {
    const customer = customerPolicies(flavour, policies.roleArn);
    const rows = storageRows(deployment, flavour);

    test.each([...new Set(rows.map(({ name }) => name))])("%s", async (name) => {
      const wrong: string[] = [];
      for (const row of rows.filter((each) => each.name === name))
        if ((await isRowAllowed(policies, customer, row)) !== row.allowed) wrong.push(lineOf(row));
      expect(wrong).toEqual([]);
    });

    test("the table asks for each of the 11 actions, by the right organisation and by others", () => {
      const asked = new Set(rows.map(({ action }) => action));
      for (const action of DOCUMENTED_ACTIONS) expect(asked).toContain(action.replace("*", ""));
    });
  });
});
