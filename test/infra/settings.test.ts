import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EXAMPLE_CONTEXTS } from "../../infra/example-contexts.ts";
import { FORMS } from "../../infra/setting-forms.ts";
import { readSettings } from "../../infra/settings.ts";
import { stageContext } from "../../infra/stage-context.ts";
import { DEPLOYMENT_TYPES } from "../../lib/deployment-type.ts";
import { CONTEXTS, FULL_CONTEXTS } from "./contexts.ts";

const read = (context: Record<string, unknown>) => readSettings((name) => context[name]);

function problems(context: Record<string, unknown>): string[] {
  try {
    read(context);
    return [];
  } catch (error) {
    return error instanceof Error ? error.message.split("\n") : ["not an Error"];
  }
}

test("the examples of npm run synth are complete", () => {
  for (const deployment of DEPLOYMENT_TYPES)
    expect(read(EXAMPLE_CONTEXTS[deployment])).toMatchObject({ deployment });
});

test("cdk.json holds no value of its own, so that nothing is deployed with an example", () => {
  const { context } = JSON.parse(readFileSync(join(import.meta.dirname, "../../cdk.json"), "utf8"));
  expect(problems(context).map((text) => text.split(" ")[0])).toEqual([
    "deployment",
    "stage",
    "issuer",
    "audience",
    "jwksUrl",
    "frontendOrigins",
  ]);
});

test("a stage's values may stand under its name; what is given by its own name goes first", () => {
  const { stage, audience, ...context } = CONTEXTS.dedicated;
  const given: Record<string, unknown> = {
    stage: "prod",
    audience: "given",
    stages: { prod: { ...context, audience: "kept" }, dev: { org: "other" } },
  };
  const settings = readSettings(stageContext((name) => given[name]));
  expect(settings).toMatchObject({ stage: "prod", org: "acme", audience: "given" });
});

test("what every object has is no value of a stage", () => {
  const given: Record<string, unknown> = { stage: "prod", stages: { prod: {} } };
  expect(
    stageContext((name) => (Object.hasOwn(given, name) ? given[name] : undefined))("toString"),
  ).toBeUndefined();
});

test.each([
  {},
  { stages: null },
  { stages: "prod" },
  { stage: "prod", stages: { prod: 1 } },
  { stage: "toString" },
])("without values for a stage nothing is found: %j", (given: Record<string, unknown>) => {
  expect(stageContext((name) => given[name])("org")).toBeUndefined();
});

test("origins are a list", () => {
  expect(read(CONTEXTS.dedicated).frontendOrigins).toEqual([
    "https://app.example.com",
    "http://localhost:3000",
  ]);
});

test.each(["stage", "deployment", "org", "issuer", "audience", "jwksUrl", "frontendOrigins"])(
  "a missing %s is one sentence that names it",
  (name) => {
    const { [name]: _, ...rest } = CONTEXTS.dedicated;
    const [sentence, ...others] = problems(rest);
    expect(sentence).toMatch(new RegExp(`^${name} is missing; .*\\.$`));
    expect(others).toEqual([]);
  },
);

test.each([
  ["stage", "Prod!"],
  ["deployment", "cloud"],
  ["org", "two words"],
  ["issuer", "http://issuer.example.com"],
  ["audience", "a b"],
  ["jwksUrl", "issuer.example.com/keys"],
  ["frontendOrigins", "https://app.example.com/path"],
  ["frontendOrigins", ["https://app.example.com"]],
  ["registeredStoresArn", "arn:aws:secretsmanager:us-east-1:123456789012:secret:stores"],
  ["bucketArns", "acme-models"],
  ["bucketArns", "arn:aws:s3:::acme-models/*"],
  ["bucketArns", "arn:aws:s3:::*"],
  ["kmsKeyArns", "arn:aws:kms:us-east-1:123456789012:alias/acme"],
  ["integrationRoleName", "Wandb Integration"],
  ["alarmTopicArn", "ops@example.com"],
  ["requestsPerSecond", "0"],
  ["logRetentionDays", 91],
  ["attributionDisabled", "yes"],
])("a wrong %s is one sentence that shows it: %j", (name, value) => {
  const [sentence, ...others] = problems({ ...CONTEXTS.dedicated, [name]: value });
  expect(sentence).toContain(`${name} must be `);
  expect(sentence).toContain(JSON.stringify(value));
  expect(others).toEqual([]);
});

test("every problem is told at once", () => {
  expect(problems({ deployment: "self-managed", stage: "test" }).map((text) => text.split(" ")[0])).toEqual([
    "org",
    "issuer",
    "audience",
    "jwksUrl",
    "frontendOrigins",
  ]);
});

test("every value is given in some kind of deployment, and reaches the settings", () => {
  const given = new Set(Object.values(FULL_CONTEXTS).flatMap((context) => Object.keys(context)));
  expect([...given].sort()).toEqual(Object.keys(FORMS).sort());
  for (const context of Object.values(FULL_CONTEXTS))
    expect(Object.keys(read(context))).toEqual(expect.arrayContaining(Object.keys(context)));
});

test("every value stands in the README", () => {
  const readme = readFileSync(join(import.meta.dirname, "../../infra/README.md"), "utf8");
  for (const name of Object.keys(FORMS)) expect(readme).toContain(`\`${name}\``);
});

test("a number may be a number", () => {
  expect(read({ ...CONTEXTS.dedicated, requestsPerSecond: 7 })).toMatchObject({ requestsPerSecond: 7 });
});

test.each(["org", "registeredStoresArn", "bucketArns", "kmsKeyArns"])(
  "a multi-tenant deployment takes no %s, and says why",
  (name) => {
    const { [name]: value } = CONTEXTS.dedicated;
    const [sentence, ...others] = problems({ ...CONTEXTS["multi-tenant"], [name]: value });
    expect(sentence).toMatch(new RegExp(`^${name} is for a dedicated or self-managed deployment; .*\\.$`));
    expect(others).toEqual([]);
  },
);

test.each(["defaultStoreArn", "ownership"])("only a multi-tenant deployment takes %s", (name) => {
  const { [name]: value } = FULL_CONTEXTS["multi-tenant"];
  const [sentence, ...others] = problems({ ...CONTEXTS.dedicated, [name]: value });
  expect(sentence).toMatch(new RegExp(`^${name} is for a multi-tenant deployment; .*\\.$`));
  expect(others).toEqual([]);
});

test.each(["azureTokenFile", "azureTokenLayerArn"])("%s does not come alone", (name) => {
  const { [name]: value } = FULL_CONTEXTS.dedicated;
  expect(problems({ ...CONTEXTS.dedicated, [name]: value })).toEqual([
    "azureTokenFile and azureTokenLayerArn go together; no file has a token unless a layer's extension writes it.",
  ]);
});
