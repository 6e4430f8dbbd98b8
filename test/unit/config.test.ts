import { describe, expect, it } from "vitest";
import { readBucketsConfig, readPresignConfig } from "../../lib/config.ts";
import { LAMBDA_ENVIRONMENT } from "../support/lambda-environment.ts";

const GOOD = {
  BYOB_DEPLOYMENT: "self-managed",
  BYOB_ORG: "acme",
  BYOB_ISSUER: "https://issuer.test",
  BYOB_AUDIENCE: "byob",
  BYOB_JWKS_URL: "https://issuer.test/jwks",
  BYOB_TABLE: "byob",
  ...LAMBDA_ENVIRONMENT,
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
    ["AWS_ACCESS_KEY_ID", { AWS_ACCESS_KEY_ID: undefined }],
    ["AWS_SECRET_ACCESS_KEY", { AWS_SECRET_ACCESS_KEY: "" }],
    ["AWS_ENDPOINT_URL_STS", { AWS_ENDPOINT_URL_STS: "hush:4566" }],
    ["AWS_ENDPOINT_URL_KMS", { AWS_ENDPOINT_URL_KMS: "https://hush.internal:99999" }],
    ["AWS_ENDPOINT_URL", { AWS_ENDPOINT_URL: "https://user:hush@vpce.internal" }],
    ["BYOB_DYNAMODB_ENDPOINT", { BYOB_DYNAMODB_ENDPOINT: "https://vpce.internal/?key=hush" }],
    ["BYOB_FRONTEND_ORIGINS", { BYOB_FRONTEND_ORIGINS: "https://a.test/path" }],
    ["BYOB_STAGE", { BYOB_STAGE: "hush/hush" }],
    ["BYOB_ENDPOINT_AWS", { BYOB_ENDPOINT_AWS: "s3.internal" }],
    ["BYOB_ENDPOINT_GCP", { BYOB_ENDPOINT_GCP: "https://user:hush@gcs.internal" }],
  ])("without a good %s is refused by that name, and no value is shown", (name, change) => {
    const read = () => readBucketsConfig({ ...GOOD, ...change });
    expect(read).toThrow(name);
    expect(read).not.toThrow(/hush|keys\b|s3\.internal/);
  });

  it("hides the function's own keys", () => {
    const config = readBucketsConfig({ ...GOOD, AWS_SESSION_TOKEN: "role's token" });
    expect(config.AWS_SECRET_ACCESS_KEY.reveal()).toBe(LAMBDA_ENVIRONMENT.AWS_SECRET_ACCESS_KEY);
    expect(config.AWS_SESSION_TOKEN?.reveal()).toBe("role's token");
    expect(JSON.stringify(config)).not.toMatch(/role\+secret|role's token/);
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
