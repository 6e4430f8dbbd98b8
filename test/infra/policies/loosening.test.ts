import { describe, expect, test } from "vitest";
import { DEPLOYMENT_TYPES } from "../../../lib/deployment-type.ts";
import { assumeRows, mayAssume } from "./assume-rows.ts";
import { loosenings } from "./loosenings.ts";
import { type RolePolicies, rolePolicies } from "./role-policies.ts";
import { type CustomerPolicies, customerPolicies, isRowAllowed } from "./storage-request.ts";
import { storageRows } from "./storage-rows.ts";

/** Loosenings that let in nothing more, and why. */
const HARMLESS: Record<string, string> = {
  "CustomersKeys: every resource":
    "its actions are asked of keys alone, and the denials hold for whatever else",
  "ListedBuckets: every resource": "NoOtherBuckets denies the rest",
  "ListedKeys: every resource": "NoOtherKeys denies the rest",
  "AssumeForOneOrganisation: every action":
    "no other action that a role may ask for knows both condition keys",
  "AssumeIntegrationRole: every action": "the role's trust lets in two actions",
  "WandBLists: every resource": "it is the policy of one bucket, and lists are asked of nothing in it",
  "WandBBucketReads: every resource":
    "it is the policy of one bucket, and these reads are asked of nothing in it",
  // The role's own permissions hold; conformance/policies/loosening.test.ts lets these loose beside a role that may do all.
  "WandBObjects: every action": "the role may do no more",
  "WandBLists: every action": "the role may do no more",
  "External: every action": "the role may do no more",
};

describe.each(DEPLOYMENT_TYPES)("a statement of a %s deployment let loose turns a row", (deployment) => {
  const policies = rolePolicies(deployment);
  const strict = customerPolicies("strict", policies.roleArn);

  async function someSessionIsWrong(changed: RolePolicies): Promise<boolean> {
    for (const row of assumeRows(changed)) if ((await mayAssume(changed, row)) !== row.allowed) return true;
    return false;
  }
  async function someRequestIsWrong(permissions: RolePolicies["permissions"], customer: CustomerPolicies) {
    const flavour = customer === DOCUMENTED ? "documented" : "strict";
    for (const row of storageRows(deployment, flavour))
      if ((await isRowAllowed({ ...policies, permissions }, customer, row)) !== row.allowed) return true;
    return false;
  }
  const DOCUMENTED = customerPolicies("documented", policies.roleArn);
  const turns = (name: string) =>
    !Object.hasOwn(HARMLESS, `${deployment} ${name}`) && !Object.hasOwn(HARMLESS, name);

  test("as they are, no row is wrong", async () => {
    expect(await someSessionIsWrong(policies)).toBe(false);
    expect(await someRequestIsWrong(policies.permissions, DOCUMENTED)).toBe(false);
    expect(await someRequestIsWrong(policies.permissions, strict)).toBe(false);
  });

  test.each(loosenings(policies.trust))("trust, $name", async ({ name, policy: trust }) => {
    expect(await someSessionIsWrong({ ...policies, trust })).toBe(turns(name));
  });

  test.each(loosenings(policies.permissions))("permissions, $name", async ({ name, policy }) => {
    expect(await someRequestIsWrong(policy, DOCUMENTED)).toBe(turns(name));
  });

  test.each(loosenings(strict.bucket))("strict bucket policy, $name", async ({ name, policy }) => {
    expect(await someRequestIsWrong(policies.permissions, { ...strict, bucket: policy })).toBe(turns(name));
  });

  test.each(loosenings(strict.key).filter(({ name }) => name.startsWith("External")))(
    "strict key policy, $name",
    async ({ name, policy }) => {
      expect(await someRequestIsWrong(policies.permissions, { ...strict, key: policy })).toBe(turns(name));
    },
  );

  test.each(
    Object.entries(policies.functions).flatMap(([arn, policy]) =>
      loosenings(policy)
        .filter(({ name }) => name.startsWith("AssumeIntegrationRole"))
        .map((looser) => ({ arn, ...looser })),
    ),
  )("$arn, $name", async ({ arn, name, policy }) => {
    const functions = { ...policies.functions, [arn]: policy };
    expect(await someSessionIsWrong({ ...policies, functions })).toBe(turns(name));
  });
});

test("each harmless loosening still exists", () => {
  const names = DEPLOYMENT_TYPES.flatMap((deployment) => {
    const { trust, permissions, functions, roleArn } = rolePolicies(deployment);
    const { bucket, key } = customerPolicies("strict", roleArn);
    return [trust, permissions, bucket, key, ...Object.values(functions)].flatMap((policy) =>
      loosenings(policy).map(({ name }) => name),
    );
  });
  for (const name of Object.keys(HARMLESS)) expect(names).toContain(name);
});
