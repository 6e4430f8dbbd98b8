import { describe, expect, it } from "vitest";
import { readBucketsConfig, readPresignConfig } from "../../lib/config.ts";

const GOOD = {
  BYOB_DEPLOYMENT: "self-managed",
  BYOB_ORG: "acme",
  BYOB_ISSUER: "https://issuer.test",
  BYOB_AUDIENCE: "byob",
  BYOB_JWKS_URL: "https://issuer.test/jwks",
  BYOB_TABLE: "byob",
  AWS_REGION: "us-east-1",
};

describe("a function's environment", () => {
  it("is read with its defaults", () => {
    expect(readBucketsConfig(GOOD)).toMatchObject({ BYOB_CLAIM_ORG: "org", BYOB_FRONTEND_ORIGINS: [] });
    const config = readBucketsConfig({
      ...GOOD,
      BYOB_FRONTEND_ORIGINS: "https://a.test, http://localhost:3000",
    });
    expect(config.BYOB_FRONTEND_ORIGINS).toEqual(["https://a.test", "http://localhost:3000"]);
  });

  it.each<[string, Record<string, string | undefined>]>([
    ["BYOB_ORG", { BYOB_ORG: undefined }],
    ["BYOB_DEPLOYMENT", { BYOB_DEPLOYMENT: "cloud" }],
    ["BYOB_TABLE", { BYOB_TABLE: "" }],
    ["BYOB_JWKS_URL", { BYOB_JWKS_URL: "keys" }],
    ["AWS_REGION", { AWS_REGION: undefined }],
    ["BYOB_FRONTEND_ORIGINS", { BYOB_FRONTEND_ORIGINS: "https://a.test/path" }],
    ["BYOB_ENDPOINT_AWS", { BYOB_ENDPOINT_AWS: "s3.internal" }],
    ["BYOB_ENDPOINT_GCP", { BYOB_ENDPOINT_GCP: "https://user:hush@gcs.internal" }],
  ])("without a good %s is refused by that name, and no value is shown", (name, change) => {
    const read = () => readBucketsConfig({ ...GOOD, ...change });
    expect(read).toThrow(name);
    expect(read).not.toThrow(/hush|keys\b|s3\.internal/);
  });

  it("names everything that is missing at once", () => {
    expect(() => readPresignConfig({})).toThrow(
      /BYOB_DEPLOYMENT.*BYOB_ISSUER.*BYOB_TABLE.*BYOB_VAULT_KEY_ARN/,
    );
  });

  it("takes endpoints with placeholders", () => {
    const BYOB_ENDPOINT_AWS = "https://{bucket}.bucket.vpce-1a2b.s3.{region}.vpce.amazonaws.com";
    expect(readBucketsConfig({ ...GOOD, BYOB_ENDPOINT_AWS })).toMatchObject({ BYOB_ENDPOINT_AWS });
  });

  it("has no registered stores in multi-tenant, where one organisation's keys would serve another", () => {
    const shared = { ...GOOD, BYOB_DEPLOYMENT: "multi-tenant", BYOB_REGISTERED_STORES_ARN: "arn" };
    expect(() => readBucketsConfig(shared)).toThrow(/BYOB_REGISTERED_STORES_ARN is not for multi-tenant/);
  });
});
