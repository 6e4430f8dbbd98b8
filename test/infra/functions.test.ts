import { describe, expect, test } from "vitest";
import { FUNCTION_NAMES, type FunctionName } from "../../infra/function-names.ts";
import { readBucketsConfig, readPresignConfig, readTeamsConfig } from "../../lib/config.ts";
import { DEPLOYMENT_TYPES } from "../../lib/deployment-type.ts";
import { CONTEXTS, STORES_ARN } from "./contexts.ts";
import { functionOf, resourcesOf } from "./read-template.ts";
import { synthesize } from "./synthesize.ts";

const READERS = { teams: readTeamsConfig, buckets: readBucketsConfig, presign: readPresignConfig };

/** As the function sees it: values that only AWS knows are there, and Lambda adds the region. */
function environmentOf(properties: { Environment: { Variables: Record<string, unknown> } }) {
  const given = Object.entries(properties.Environment.Variables).map(
    ([name, value]) => [name, typeof value === "string" ? value : "known-to-aws"] as const,
  );
  return Object.fromEntries(given);
}

describe.each(DEPLOYMENT_TYPES)("the functions of a %s deployment", (deployment) => {
  const { service } = synthesize(CONTEXTS[deployment]);
  const environment = (name: FunctionName) => environmentOf(functionOf(service, name).properties);

  test("are three", () => service.resourceCountIs("AWS::Lambda::Function", FUNCTION_NAMES.length));

  test.each(FUNCTION_NAMES)("%s can read its whole environment, and is given nothing else", (name) => {
    const config = READERS[name]({ ...environment(name), AWS_REGION: "us-east-1" });
    expect(Object.keys(config)).toEqual(expect.arrayContaining(Object.keys(environment(name))));
    expect(environment(name)).not.toHaveProperty("AWS_REGION");
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

  test("run on arm64 and Node 24, each with a log of its own that is kept for three months", () => {
    for (const name of FUNCTION_NAMES) {
      const { properties } = functionOf(service, name);
      expect(properties).toMatchObject({
        Architectures: ["arm64"],
        Runtime: "nodejs24.x",
        Handler: "index.handler",
      });
      const log = resourcesOf(service, "AWS::Logs::LogGroup").find(
        ({ id }) => id === properties.LoggingConfig.LogGroup.Ref,
      );
      expect(log?.id.toLowerCase()).toContain(name);
      expect(log?.properties.RetentionInDays).toBe(90);
    }
  });
});
