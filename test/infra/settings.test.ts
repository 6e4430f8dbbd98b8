import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSettings } from "../../infra/settings.ts";
import { CONTEXTS } from "./contexts.ts";

const read = (context: Record<string, unknown>) => readSettings((name) => context[name]);

function problems(context: Record<string, unknown>): string[] {
  try {
    read(context);
    return [];
  } catch (error) {
    return error instanceof Error ? error.message.split("\n") : ["not an Error"];
  }
}

test("the values of cdk.json are enough, so that synth works as it is", () => {
  const { context } = JSON.parse(readFileSync(join(import.meta.dirname, "../../cdk.json"), "utf8"));
  expect(read(context)).toMatchObject({ stage: "dev", deployment: "multi-tenant" });
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

test("a multi-tenant deployment has no organisation of its own", () => {
  expect(problems({ ...CONTEXTS["multi-tenant"], org: "acme" })).toEqual([
    "org is for a dedicated or self-managed deployment; a multi-tenant one serves them all.",
  ]);
});

test("a multi-tenant deployment has no registered stores", () => {
  const { registeredStoresArn } = CONTEXTS.dedicated;
  expect(problems({ ...CONTEXTS["multi-tenant"], registeredStoresArn })).toEqual([
    "registeredStoresArn is for a dedicated or self-managed deployment; its keys are one organisation's.",
  ]);
});
