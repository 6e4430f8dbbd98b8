import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleFunctions } from "../../infra/bundle-functions.ts";
import { FUNCTION_NAMES, type FunctionName } from "../../infra/function-names.ts";
import { LAMBDA_ENVIRONMENT } from "../support/lambda-environment.ts";
import { invokeBundle } from "./invoke-bundle.ts";

const ENVIRONMENT = {
  ...LAMBDA_ENVIRONMENT,
  BYOB_DEPLOYMENT: "multi-tenant",
  BYOB_ISSUER: "https://issuer.example.com/",
  BYOB_AUDIENCE: "wandb-byob",
  BYOB_JWKS_URL: "https://issuer.example.com/keys.json",
  BYOB_TABLE: "table",
  BYOB_VAULT_KEY_ARN: "arn:aws:kms:us-east-1:123456789012:key/1",
  BYOB_UPLOAD_KEY_ARN: "arn:aws:secretsmanager:us-east-1:123456789012:secret:upload-AbC123",
};

const dir = mkdtempSync(join(tmpdir(), "byob-bundles-"));
beforeAll(() => bundleFunctions(dir));
afterAll(() => rmSync(dir, { recursive: true }));

const invoke = (name: FunctionName, method: string, path: string, body?: unknown) =>
  invokeBundle(join(dir, name, "index.mjs"), ENVIRONMENT, {
    method,
    path,
    ...(body === undefined ? {} : { body }),
  });

test("every folder with an entry point is a function", () => {
  const functions = join(import.meta.dirname, "../../functions");
  const withEntry = readdirSync(functions).filter((name) => existsSync(join(functions, name, "index.ts")));
  expect(withEntry.sort()).toEqual([...FUNCTION_NAMES].sort());
});

test("presign's bundle answers the health check", async () => {
  const answer = await invoke("presign", "GET", "/healthz");
  expect(answer.statusCode).toBe(200);
  expect(JSON.parse(answer.body)).toEqual({ status: "ok" });
});

test("the teams' bundle carries the OpenAPI document", async () => {
  const answer = await invoke("teams", "GET", "/openapi.json");
  expect(answer.statusCode).toBe(200);
  expect(JSON.parse(answer.body).paths).toHaveProperty("/presign");
});

test.each([
  ["teams", "/teams", { teamName: "omega", storageType: "External" }],
  ["buckets", "/buckets/validate", { storageBucket: { provider: "AWS", name: "s3://bucket" } }],
  ["presign", "/presign", { team: "omega", method: "GET", objects: [{ key: "a" }] }],
] as const)("the bundle of %s asks for a token by a problem", async (name, path, body) => {
  const answer = await invoke(name, "POST", path, body);
  expect(answer.statusCode).toBe(401);
  expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
  expect(JSON.parse(answer.body)).toMatchObject({ status: 401, code: "auth.token_missing" });
});

test("a bundle without its environment does not start, and says what is missing", async () => {
  const started = invokeBundle(join(dir, "presign", "index.mjs"), {}, { method: "GET", path: "/healthz" });
  await expect(started).rejects.toThrow(/The function's environment is not usable: .*BYOB_TABLE/);
});
