import { describe, expect, it } from "vitest";
import {
  documentedKeyPolicy,
  ownKeyPolicy,
  strictKeyPolicy,
} from "../../../lib/storage/aws/documents/kms-key-policy.ts";
import { KEY, keyRows } from "./key-requests.ts";
import { CUSTOMER, isAllowed, ROLE, sessionOf } from "./simulate.ts";

const request = { accountId: CUSTOMER, region: "us-east-1", principal: ROLE };
const POLICIES = {
  strict: strictKeyPolicy({ ...request, org: "acme" }),
  documented: documentedKeyPolicy(request),
};

describe.each(["strict", "documented"] as const)("the %s key policy", (flavour) => {
  it.each(keyRows(flavour).map((row) => [row.name, row.action, row] as const))(
    "%s: %s",
    async (_, __, row) => {
      expect(await isAllowed({ resourcePolicy: POLICIES[flavour] }, row)).toBe(row.allowed);
    },
  );

  it("leaves the key to its own account, by IAM", async () => {
    const own = {
      action: "kms:PutKeyPolicy",
      resource: KEY,
      principal: `arn:aws:iam::${CUSTOMER}:user/admin`,
    };
    expect(await isAllowed({ resourcePolicy: POLICIES[flavour] }, own)).toBe(true);
    expect(await isAllowed({ resourcePolicy: POLICIES[flavour], identityActions: ["s3:*"] }, own)).toBe(
      false,
    );
  });
});

it("a key of which W&B has no identity is its own account's alone", async () => {
  const resourcePolicy = ownKeyPolicy(request);
  const use = { action: "kms:Decrypt", resource: KEY, context: sessionOf("acme") };
  expect(await isAllowed({ resourcePolicy }, use)).toBe(false);
  expect(
    await isAllowed({ resourcePolicy }, { ...use, principal: `arn:aws:iam::${CUSTOMER}:user/wandb` }),
  ).toBe(true);
});

it("W&B's own document reads as W&B wrote it", () => {
  expect(POLICIES.documented.Statement).toEqual([
    {
      Sid: "Internal",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${CUSTOMER}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    {
      Sid: "External",
      Effect: "Allow",
      Principal: { AWS: ROLE },
      Action: ["kms:Decrypt", "kms:Describe*", "kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"],
      Resource: "*",
    },
  ]);
});

it("in China S3 has another name", () => {
  const [, external] = strictKeyPolicy({ ...request, region: "cn-north-1", org: "acme" }).Statement;
  expect(external?.Condition?.StringEquals?.["kms:ViaService"]).toBe("s3.cn-north-1.amazonaws.com.cn");
});
