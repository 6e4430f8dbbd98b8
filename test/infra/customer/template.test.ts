import { Stack } from "aws-cdk-lib";
import { Template as Assertions } from "aws-cdk-lib/assertions";
import { CfnInclude } from "aws-cdk-lib/cloudformation-include";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CUSTOMER_VALUES } from "../../../infra/customer/customer-values.ts";
import { customerTemplate } from "../../../infra/customer/render-template.ts";
import { pathProblem } from "../../../lib/storage/address/path.ts";
import { nameProblem } from "../../../lib/storage/aws/naming.ts";
import { literalPattern, literalValue } from "../../../lib/storage/s3/documents/policy-text.ts";
import { instructionsOf } from "../../unit/instructions/instructions-of.ts";
import { COMMITTED, KEY_ID, type Place, resolveTemplate, VIRGINIA } from "./resolve-template.ts";
import { temporaryApp } from "./temporary-app.ts";

const ORIGINS = ["https://app.acme.test", "http://localhost:3000"];
const GIVEN = { OrgID: "acme", BucketName: "acme-models", FrontendOrigins: ORIGINS.join(", ") };
const CHINA: Place = { region: "cn-north-1", partition: "aws-cn", urlSuffix: "amazonaws.com.cn" };
const GOVERNMENT: Place = {
  region: "us-gov-west-1",
  partition: "aws-us-gov",
  urlSuffix: "amazonaws.com",
};

it("the committed template is what the documents say (else: node infra/customer/template.ts)", () => {
  expect(COMMITTED).toEqual(customerTemplate());
});

describe.each([
  ["us-east-1", VIRGINIA],
  ["cn-north-1", CHINA],
  ["us-gov-west-1", GOVERNMENT],
])("in %s", (region, place) => {
  const role = `arn:${place.partition}:iam::725579432336:role/WandbIntegration`;
  const asked = { ...GIVEN, ...(place === VIRGINIA ? {} : { WandbPrincipal: role }) };

  it.each([
    ["", "yes"],
    ["", "no"],
    ["runs", "yes"],
    ["models/wandb_1.x", "no"],
  ])(
    "path '%s', a key: %s: it is what POST /buckets/instructions says of the same bucket",
    async (path, CreateKey) => {
      const { resources, outputs } = resolveTemplate(COMMITTED, { ...asked, Path: path, CreateKey }, place);
      const arn = `arn:${place.partition}:kms:${region}:111122223333:key/${KEY_ID}`;
      const instructions = await instructionsOf(
        "multi-tenant",
        {
          address: `s3://s3.${region}.${place.urlSuffix}/acme-models/${path}`,
          ...(CreateKey === "yes" && { kmsKeyId: arn }),
        },
        { origins: ORIGINS, principals: { aws: role } },
      );
      const { cloudformation, json } = instructions.strict;
      const told = cloudformation?.Resources as Record<string, { Properties: object }>;
      expect(resources.Bucket).toEqual(told.Bucket?.Properties);
      expect(resources.BucketPolicy?.PolicyDocument).toEqual(json["bucket-policy"]);
      expect(resources.BucketPolicy?.Bucket).toBe("acme-models");
      expect(Object.keys(resources)).toEqual(
        CreateKey === "yes" ? ["Key", "Bucket", "BucketPolicy"] : ["Bucket", "BucketPolicy"],
      );
      if (CreateKey === "yes") expect(resources.Key?.KeyPolicy).toEqual(json["kms-key-policy"]);
      expect(outputs.KeyArn).toBe(CreateKey === "yes" ? arn : undefined);

      const body = JSON.parse(String(outputs.StorageBucket));
      const posted = await instructionsOf("multi-tenant", body, { principals: { aws: role } });
      expect(posted.bucket).toEqual(instructions.bucket);
    },
  );
});

describe("what the template takes", () => {
  const value = (parameter: string) => COMMITTED.Parameters[parameter]?.AllowedPattern ?? "";
  const taken = (parameter: string, text: string) => new RegExp(value(parameter)).test(text);

  it("a path and an organisation stand for themselves in a policy, and the service takes every such path", () => {
    fc.assert(
      fc.property(fc.stringMatching(new RegExp(value("Path"))), (path) => {
        fc.pre(path.length <= 256);
        expect(pathProblem(path)).toBeUndefined();
        expect(literalPattern(path)).toBe(path);
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(new RegExp(value("OrgID"))), (org) => {
        expect(literalValue(org)).toBe(org);
        expect(JSON.parse(`"${org}"`)).toBe(org);
      }),
    );
  });

  it("of bucket names, those of Amazon S3 without a dot", () => {
    for (const name of ["acme-models", "a1b", "a".repeat(63)]) {
      expect(taken("BucketName", name), name).toBe(true);
      expect(nameProblem(name)).toBeUndefined();
    }
    for (const name of ["Acme", "ab", "-ab", "ab-", "a.b", "a".repeat(64), "a_b", "a*b"])
      expect(taken("BucketName", name), name).toBe(false);
  });

  it.each([
    [
      "Path",
      ["", "runs", "a/b-c_d.e=f+g"],
      ["/runs", "runs/", "a//b", "../x", "_teams/x", ".wandb-byob", "a*", "a$b", 'a"b'],
    ],
    ["OrgID", ["acme", "T3JnOjE=", "a:b/c@d"], ["", "*$", "a$b", 'a"b', "a\\b"]],
    ["FrontendOrigins", ORIGINS, ["", "*", "https://app.acme.test/", "app.acme.test"]],
    [
      "WandbPrincipal",
      ["arn:aws:iam::830241207209:root", "arn:aws-cn:iam::830241207209:role/a/b"],
      ["*", "arn:aws:iam::830241207209:*", "arn:aws:iam::*:root", "830241207209"],
    ],
  ])("%s", (parameter, good, bad) => {
    for (const text of good) expect(taken(parameter, text), text).toBe(true);
    for (const text of bad) expect(taken(parameter, text), text).toBe(false);
  });

  it("every parameter is told of, within CloudFormation's limits", () => {
    expect(Object.keys(COMMITTED.Parameters)).toEqual([
      ...CUSTOMER_VALUES.map(({ parameter }) => parameter),
      "CreateKey",
    ]);
    for (const { says, rule } of CUSTOMER_VALUES)
      expect(`${says}|${rule}`).toMatch(/^[A-Z].*\.\|[A-Z].*\.$/s);
    expect(JSON.stringify(COMMITTED, null, 2).length).toBeLessThan(51_200);
  });
});

it("keeps the bucket and the key when the stack is deleted or they are replaced", () => {
  for (const name of ["Bucket", "Key"])
    expect(COMMITTED.Resources[name]).toMatchObject({
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
    });
});

it("the CDK's own reader takes it, with parameters filled in", () => {
  const stack = new Stack(temporaryApp(), "Customer");
  new CfnInclude(stack, "Wandb", {
    templateFile: new URL("../../../infra/customer/wandb-bucket.template.json", import.meta.url).pathname,
    parameters: { OrgID: "acme", Path: "runs" },
  });
  const read = Assertions.fromStack(stack);
  for (const [type, count] of [
    ["AWS::S3::Bucket", 1],
    ["AWS::S3::BucketPolicy", 1],
    ["AWS::KMS::Key", 1],
  ] as const)
    read.resourceCountIs(type, count);
  expect(Object.keys(read.findParameters("*"))).toEqual(
    expect.arrayContaining(["BucketName", "FrontendOrigins", "WandbPrincipal", "CreateKey"]),
  );
  read.hasResourceProperties("AWS::S3::Bucket", { VersioningConfiguration: { Status: "Enabled" } });
});
