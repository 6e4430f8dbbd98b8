import { describe, expect, it } from "vitest";
import {
  createIntegrationIdentity,
  type IdentityParts,
} from "../../../lib/credentials/integration-identity.ts";
import { readIntegrationKey } from "../../../lib/credentials/integration-key.ts";
import { secret } from "../../../lib/secret.ts";
import { type Bucket, PROVIDERS } from "../../../lib/storage/bucket.ts";
import type { DelegationKey } from "../../../lib/storage/credentials.ts";

const key = (accessKeyId: string) => ({ accessKeyId, secretAccessKey: secret("s") });
const asked: unknown[] = [];
const forgotten: unknown[] = [];

const parts: IdentityParts = {
  aws: {
    sessionFor: async (request) => {
      asked.push(request);
      return key("SESSION");
    },
    forget: (request) => void forgotten.push(request),
  },
  gcp: key("GOOG1"),
  coreweave: key("CW1"),
  azure: {
    delegationKeyFor: async (request) => {
      asked.push(request);
      return { value: secret("d") } as DelegationKey;
    },
    forget: (request) => void forgotten.push(request),
    accessTokenFor: async () => secret("t"),
  },
};

const request = (bucket: Partial<Bucket> & Pick<Bucket, "provider">) => ({
  org: "acme",
  team: "omega",
  bucket: { name: "b", path: "", ...bucket },
  root: "r/",
  purpose: "presign" as const,
});

describe("the integration identity", () => {
  it("is a session for the team's root at AWS, and W&B's own key at Google and CoreWeave", async () => {
    const identity = createIntegrationIdentity(parts);
    expect(await identity.keysFor(request({ provider: "AWS" }))).toMatchObject({ accessKeyId: "SESSION" });
    expect(asked.at(-1)).toMatchObject({ org: "acme", team: "omega", root: "r/" });
    expect(await identity.keysFor(request({ provider: "GCP" }))).toMatchObject({ accessKeyId: "GOOG1" });
    expect(await identity.keysFor(request({ provider: "COREWEAVE" }))).toMatchObject({ accessKeyId: "CW1" });
  });

  it("is the customer's managed identity at Azure, and nothing where none is named", async () => {
    const identity = createIntegrationIdentity(parts);
    const named = { provider: "AZURE", accountName: "acct", azureTenantId: "t", azureClientId: "c" } as const;
    expect(await identity.keysFor(request(named))).toHaveProperty("value");
    expect(asked.at(-1)).toEqual({ tenantId: "t", clientId: "c", accountName: "acct" });
    expect(await identity.keysFor(request({ provider: "AZURE", accountName: "acct" }))).toBeUndefined();
  });

  it("is none for an S3-compatible store, and none for anybody where nothing is configured", async () => {
    expect(await createIntegrationIdentity(parts).keysFor(request({ provider: "MINIO" }))).toBeUndefined();
    const bare = createIntegrationIdentity({});
    for (const provider of PROVIDERS) expect(await bare.keysFor(request({ provider }))).toBeUndefined();
  });
});

it("forgets the session or the delegation key that the same request would get, and nothing else", () => {
  const identity = createIntegrationIdentity(parts);
  identity.forget(request({ provider: "AWS" }));
  const named = { provider: "AZURE", accountName: "acct", azureTenantId: "t", azureClientId: "c" } as const;
  identity.forget(request(named));
  for (const provider of PROVIDERS.filter((other) => other !== "AWS")) identity.forget(request({ provider }));
  expect(forgotten).toEqual([
    request({ provider: "AWS" }),
    { tenantId: "t", clientId: "c", accountName: "acct" },
  ]);
});

describe("an integration key as it stands in its secret", () => {
  it("is an access key or a service account's JSON", () => {
    const access = readIntegrationKey('{"accessKeyId": "A", "secretAccessKey": "B"}', "X");
    expect("secretAccessKey" in access && access.secretAccessKey.reveal()).toBe("B");
    const account = readIntegrationKey(
      '{"type":"service_account","client_email":"e","private_key":"P"}',
      "X",
    );
    expect("privateKey" in account && account.privateKey.reveal()).toBe("P");
  });

  it.each(["", "hush", '{"accessKeyId": "hush"}', "null", '["hush"]'])(
    "%j is refused without being quoted",
    (text) => {
      expect(() => readIntegrationKey(text, "BYOB_GCP_KEY_ARN")).toThrow(/^BYOB_GCP_KEY_ARN holds neither/);
      expect(() => readIntegrationKey(text, "X")).not.toThrow(/hush/);
    },
  );
});
