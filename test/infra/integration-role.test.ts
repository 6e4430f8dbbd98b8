import { describe, expect, test } from "vitest";
import { FUNCTION_NAMES } from "../../infra/function-names.ts";
import { DEPLOYMENT_TYPES } from "../../lib/deployment-type.ts";
import { KMS_ACTIONS } from "../../lib/storage/aws/documents/kms-actions.ts";
import { DOCUMENTED_ACTIONS } from "../../lib/storage/s3/documents/actions.ts";
import { CONTEXTS, FULL_CONTEXTS, LISTED_BUCKET, LISTED_KEY } from "./contexts.ts";
import { integrationRoleOf, roleOf, type Statement } from "./read-template.ts";
import { synthesize, withStacks } from "./synthesize.ts";

describe.each(DEPLOYMENT_TYPES)("the integration role of a %s deployment", (deployment) => {
  const { identity } = synthesize(CONTEXTS[deployment]);
  const { properties } = integrationRoleOf(identity);
  const trust: Statement[] = properties.AssumeRolePolicyDocument.Statement;
  const permissions: Statement[] = properties.Policies[0].PolicyDocument.Statement;
  const allowed = permissions.filter(({ Effect }) => Effect === "Allow");

  test("is named as customers know it, or as the context says", () => {
    expect(properties.RoleName).toBe("WandbIntegration");
    const other = integrationRoleOf(synthesize(FULL_CONTEXTS[deployment]).identity);
    expect(other.properties.RoleName).toBe("AcmeIntegration");
  });

  test("trusts the functions' roles and nobody else", () => {
    const functions = FUNCTION_NAMES.map((name) => ({ "Fn::GetAtt": [roleOf(identity, name).id, "Arn"] }));
    for (const { Effect, Principal } of trust) {
      expect(Effect).toBe("Allow");
      expect(Principal).toEqual({ AWS: functions });
    }
    expect(trust.map(({ Action }) => Action)).toEqual(["sts:AssumeRole", "sts:TagSession"]);
  });

  test("has no longer sessions than a role that another assumes may have", () => {
    expect(properties.MaxSessionDuration).toBe(3_600);
  });

  test("may do exactly what W&B documents, with no other policy than its own", () => {
    expect(properties.Policies).toHaveLength(1);
    expect(properties.ManagedPolicyArns).toBeUndefined();
    expect(allowed.map(({ Action }) => Action)).toEqual([[...DOCUMENTED_ACTIONS], [...KMS_ACTIONS]]);
  });

  test("is kept, since a new one would be let into no bucket", () => {
    identity.hasResource("AWS::IAM::Role", {
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: { RoleName: "WandbIntegration" },
    });
    withStacks(CONTEXTS[deployment], ({ data, identity: stack, service, watch }) => {
      expect([data, stack].map((each) => each.terminationProtection)).toEqual([true, true]);
      expect([service, watch].map((each) => each.terminationProtection)).not.toContain(true);
    });
  });
});

describe.each(["dedicated", "self-managed"] as const)(
  "the integration role of a %s deployment",
  (deployment) => {
    const statementsIn = (context: Record<string, string>): Statement[] =>
      integrationRoleOf(synthesize(context).identity).properties.Policies[0].PolicyDocument.Statement;

    test("reaches what is listed alone", () => {
      const arn = `arn:aws:s3:::${LISTED_BUCKET}`;
      const allowed = statementsIn(CONTEXTS[deployment]).filter(({ Effect }) => Effect === "Allow");
      expect(allowed.map(({ Resource }) => Resource)).toEqual([[arn, `${arn}/*`], LISTED_KEY]);
    });

    test("may do nothing while nothing is listed", () => {
      const { bucketArns, kmsKeyArns, ...context } = CONTEXTS[deployment];
      const statements = statementsIn(context);
      expect(statements.map(({ Effect }) => Effect)).not.toContain("Allow");
      expect(statements.map(({ Sid, Resource }) => [Sid, Resource])).toEqual(
        expect.arrayContaining([
          ["NoOtherBuckets", "*"],
          ["NoOtherKeys", "*"],
        ]),
      );
    });
  },
);
