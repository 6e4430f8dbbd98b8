import { describe, expect, test } from "vitest";
import { readRegisteredStores } from "../../../lib/buckets/registered-stores.ts";
import { secret } from "../../../lib/secret.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import type { OwnCredentials } from "../../../lib/storage/credentials.ts";
import { isSameBinding, type PlannedBinding, planBinding } from "../../../lib/teams/plan-binding.ts";

const deps = { registered: readRegisteredStores(""), validationKeys: async () => undefined };
const aws: Bucket = { provider: "AWS", name: "bkt", path: "p", region: "eu-west-1" };
const gcp: Bucket = { provider: "GCP", name: "bkt", path: "p" };
const azure: Bucket = { provider: "AZURE", accountName: "acct", name: "cont", path: "p" };

const accessKey = (accessKeyId: string, text = "hush"): OwnCredentials => ({
  accessKeyId,
  secretAccessKey: secret(text),
});
const serviceAccount = (clientEmail: string, text = "hush"): OwnCredentials => ({
  clientEmail,
  privateKey: secret(text),
});
const accountKey = (text: string): OwnCredentials => ({ accountKey: secret(text) });

function plan(bucket: Bucket, credentials?: OwnCredentials): PlannedBinding {
  const address = { ok: true as const, bucket, warnings: [], ...(credentials ? { credentials } : {}) };
  return planBinding(deps, address, { org: "acme", teamName: "omega", root: "p/" });
}

function same(one: PlannedBinding, other: PlannedBinding): boolean {
  const { place: _, ...binding } = one;
  return isSameBinding({ id: "1", ...binding }, other);
}

describe("a second creation asks for the same binding", () => {
  test.each([
    ["an access key with another secret", plan(aws, accessKey("AK", "1")), plan(aws, accessKey("AK", "2"))],
    [
      "another key of a service account",
      plan(gcp, serviceAccount("a@b", "1")),
      plan(gcp, serviceAccount("a@b", "2")),
    ],
    ["the other key of an account", plan(azure, accountKey("1")), plan(azure, accountKey("2"))],
    ["no keys", plan(aws), plan(aws)],
  ])("with %s", (_what, one, other) => expect(same(one, other)).toBe(true));
});

describe("a second creation asks for another binding", () => {
  test.each([
    ["another access key", plan(aws, accessKey("AK")), plan(aws, accessKey("OTHER"))],
    ["another service account", plan(gcp, serviceAccount("a@b")), plan(gcp, serviceAccount("c@b"))],
    ["a key of another kind", plan(gcp, accessKey("a@b")), plan(gcp, serviceAccount("a@b"))],
    ["keys where there were none", plan(azure), plan(azure, accountKey("1"))],
    ["a KMS key", plan(aws), plan({ ...aws, kmsKeyId: "alias/a" })],
    ["another directory", plan({ ...azure, azureTenantId: "1" }), plan({ ...azure, azureTenantId: "2" })],
    [
      "another managed identity",
      plan({ ...azure, azureClientId: "1" }),
      plan({ ...azure, azureClientId: "2" }),
    ],
  ])("with %s", (_what, one, other) => expect(same(one, other)).toBe(false));
});

test("the fingerprint shows nothing of the keys", () => {
  const fingerprints = [
    plan(aws, accessKey("AKIAEXAMPLE")),
    plan(gcp, serviceAccount("wandb@acme.iam.gserviceaccount.com")),
    plan(azure, accountKey("hush")),
  ].map(({ credentialsFingerprint }) => credentialsFingerprint);
  expect(fingerprints).toEqual(fingerprints.map(() => expect.stringMatching(/^[0-9a-f]{32}$/)));
  expect(new Set(fingerprints).size).toBe(3);
});

test("a managed identity that was named stands in the place of the registered store's keys", () => {
  const key = encodeURIComponent(Buffer.alloc(64, 1).toString("base64"));
  const registered = readRegisteredStores(`az://:${key}@acct/cont`);
  const sourceOf = (bucket: Bucket) =>
    planBinding(
      { ...deps, registered },
      { ok: true, bucket, warnings: [] },
      { org: "acme", teamName: "o", root: "p/" },
    ).credentialsSource;
  expect(sourceOf(azure)).toBe("registered");
  expect(sourceOf({ ...azure, azureTenantId: "1", azureClientId: "2" })).toBe("integration");
});
