import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FUNCTION_NAMES, type FunctionName } from "../../infra/function-names.ts";
import { readBucketsConfig, readPresignConfig, readTeamsConfig } from "../../lib/config.ts";
import { DEPLOYMENT_TYPES } from "../../lib/deployment-type.ts";
import { LAMBDA_ENVIRONMENT } from "../support/lambda-environment.ts";
import { CONTEXTS, FULL_CONTEXTS, STORES_ARN } from "./contexts.ts";
import { functionOf, integrationRoleOf, resourcesOf } from "./read-template.ts";
import { resolved } from "./resolve-template.ts";
import { synthesize, type Templates } from "./synthesize.ts";

const READERS = { teams: readTeamsConfig, buckets: readBucketsConfig, presign: readPresignConfig };
const TOP = join(import.meta.dirname, "../..");
/** Every variable that is named in lib/config.ts, but for those that Lambda sets. */
const NAMED = new Set(readFileSync(join(TOP, "lib/config.ts"), "utf8").match(/\bBYOB_[A-Z_]+\b/g));
/** Not given in one kind of deployment, where they would mean nothing. */
const NOT_IN = {
  "multi-tenant": ["BYOB_ORG", "BYOB_REGISTERED_STORES_ARN"],
  dedicated: ["BYOB_DEFAULT_STORE_ARN", "BYOB_OWNERSHIP"],
  "self-managed": ["BYOB_DEFAULT_STORE_ARN", "BYOB_OWNERSHIP"],
};

function environmentOf(templates: Templates, name: FunctionName): Record<string, string> {
  const { Environment } = functionOf(templates.service, name).properties;
  return resolved(Environment.Variables, templates.service, templates);
}

describe.each(DEPLOYMENT_TYPES)("the functions of a %s deployment", (deployment) => {
  const templates = synthesize(CONTEXTS[deployment]);
  const { service, data, identity } = templates;
  const environment = (name: FunctionName) => environmentOf(templates, name);

  test("are three", () => service.resourceCountIs("AWS::Lambda::Function", FUNCTION_NAMES.length));

  test.each(FUNCTION_NAMES)("%s can read its whole environment, and is given nothing else", (name) => {
    const config = READERS[name]({ ...environment(name), ...LAMBDA_ENVIRONMENT });
    expect(Object.keys(config)).toEqual(expect.arrayContaining(Object.keys(environment(name))));
    expect(Object.keys(environment(name)).filter((variable) => variable.startsWith("AWS_"))).toEqual([]);
    expect(config).toMatchObject({
      BYOB_DEPLOYMENT: deployment,
      BYOB_FRONTEND_ORIGINS: ["https://app.example.com", "http://localhost:3000"],
    });
  });

  test("learn of the organisation and the registered stores where there are any", () => {
    const expected =
      deployment === "multi-tenant" ? {} : { BYOB_ORG: "acme", BYOB_REGISTERED_STORES_ARN: STORES_ARN };
    for (const name of FUNCTION_NAMES) {
      const { BYOB_ORG, BYOB_REGISTERED_STORES_ARN } = environment(name);
      expect(JSON.parse(JSON.stringify({ BYOB_ORG, BYOB_REGISTERED_STORES_ARN }))).toEqual(expected);
    }
  });

  test.each(FUNCTION_NAMES)("%s is given every variable that it reads, once every value is given", (name) => {
    const given = environmentOf(synthesize(FULL_CONTEXTS[deployment]), name);
    const config = READERS[name]({ ...given, ...LAMBDA_ENVIRONMENT });
    const read = Object.keys(config).filter((variable) => !Object.hasOwn(LAMBDA_ENVIRONMENT, variable));
    expect(Object.keys(given).sort()).toEqual(
      read.filter((variable) => given[variable] !== undefined).sort(),
    );
    // A reader fills in defaults; everything else that it knows is in the source of lib/config.ts.
    const others = [...(name === "presign" ? [] : ["BYOB_UPLOAD_KEY_ARN"])];
    if (name === "buckets") others.push("BYOB_VAULT_KEY_ARN");
    const missing = [...NAMED].filter((variable) => given[variable] === undefined);
    expect(missing.sort()).toEqual([...NOT_IN[deployment], ...others].sort());
  });

  test("sign with the integration role, and tell customers its name", () => {
    const arn = `arn:aws:iam::725579432336:role/${integrationRoleOf(identity).properties.RoleName}`;
    for (const name of FUNCTION_NAMES)
      expect(environment(name)).toMatchObject({
        BYOB_INTEGRATION_ROLE_ARN: arn,
        BYOB_PRINCIPAL_AWS: arn,
      });
  });

  test("run on arm64 and Node 24, each with a log of its own that is kept for three months", () => {
    for (const name of FUNCTION_NAMES) {
      const { properties } = functionOf(service, name);
      expect(properties).toMatchObject({
        Architectures: ["arm64"],
        Runtime: "nodejs24.x",
        Handler: "index.handler",
      });
      const logName = resolved(properties.LoggingConfig.LogGroup, service, templates);
      const log = resourcesOf(data, "AWS::Logs::LogGroup").find(({ id }) => id === logName);
      expect(log?.id.toLowerCase()).toContain(name);
      expect(log?.properties.RetentionInDays).toBe(90);
    }
  });
});

test("a deployment of one organisation without a listed bucket has no identity at AWS to sign with", () => {
  const { bucketArns, kmsKeyArns, ...context } = CONTEXTS["self-managed"];
  for (const name of FUNCTION_NAMES) {
    const given = environmentOf(synthesize(context), name);
    expect(given).not.toHaveProperty("BYOB_INTEGRATION_ROLE_ARN");
    expect(given).not.toHaveProperty("BYOB_PRINCIPAL_AWS");
  }
});

test("a token for Azure comes with the layer that writes it", () => {
  const { service } = synthesize(FULL_CONTEXTS.dedicated);
  for (const name of FUNCTION_NAMES)
    expect(functionOf(service, name).properties.Layers).toEqual([FULL_CONTEXTS.dedicated.azureTokenLayerArn]);
});

test("lib/config.ts alone reads the environment of a function", () => {
  const files = ["lib", "functions"].flatMap((folder) =>
    readdirSync(join(TOP, folder), { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
  );
  const readers = files.filter(
    (file) =>
      file.endsWith(".ts") &&
      !file.startsWith("functions/local/") &&
      readFileSync(join(TOP, file), "utf8").includes("process.env"),
  );
  expect(readers).toEqual(["lib/config.ts"]);
});
