import { describe, expect, it } from "vitest";
import {
  documentedCoreweavePolicy,
  ownCoreweavePolicy,
  strictCoreweavePolicy,
} from "../../../lib/storage/coreweave/documents/bucket-policy.ts";
import { DOCUMENTED_ACTIONS } from "../../../lib/storage/s3/documents/actions.ts";
import type { Policy } from "../../../lib/storage/s3/documents/policy.ts";
import { BUCKET, BUCKET_NAME, bucketRows, lineOf, ORG } from "./bucket-requests.ts";
import { isAllowed, ROLE } from "./simulate.ts";

const PRINCIPAL = "arn:aws:iam::wandb:static/wandb-integration";
const request = { bucketName: BUCKET_NAME, principal: PRINCIPAL, org: ORG };

/** CoreWeave's principals and condition key are no AWS's: AWS's own stand in for them. */
function asAws(policy: Policy): object {
  const text = JSON.stringify(policy)
    .replaceAll(`{"CW":"${PRINCIPAL}"}`, JSON.stringify({ AWS: ROLE }))
    .replaceAll("wandb:OrgID", "aws:PrincipalTag/wandb:OrgID");
  return JSON.parse(text);
}

/** W&B's own document for CoreWeave is pinned to the organisation already. */
const rowsFor = (flavour: "strict" | "documented") =>
  bucketRows(flavour, "runs/").map((row) =>
    /another organisation|longer name|without a tag/.test(row.name) ? { ...row, allowed: false } : row,
  );

describe.each([
  ["strict", strictCoreweavePolicy({ ...request, root: "runs/" })],
  ["documented", documentedCoreweavePolicy(request)],
] as const)("the %s policy, with AWS's names in the place of CoreWeave's", (flavour, policy) => {
  it("allows and refuses what it should", async () => {
    const wrong: string[] = [];
    for (const row of rowsFor(flavour))
      if ((await isAllowed({ resourcePolicy: asAws(policy) }, row)) !== row.allowed) wrong.push(lineOf(row));
    expect(wrong).toEqual([]);
  });

  it("lets in W&B alone, for the organisation alone, with the 11 actions", () => {
    for (const { Principal, Condition } of policy.Statement) {
      expect(Principal).toEqual({ CW: PRINCIPAL });
      expect(Condition?.StringLike?.["wandb:OrgID"]).toEqual([ORG]);
    }
    expect(policy.Statement.flatMap(({ Action }) => Action).sort()).toEqual([...DOCUMENTED_ACTIONS].sort());
  });
});

it("an organisation's name is no pattern", async () => {
  const resourcePolicy = asAws(documentedCoreweavePolicy({ ...request, org: "*" }));
  const read = (org: string) =>
    isAllowed(
      { resourcePolicy },
      {
        action: "s3:GetObject",
        resource: `${BUCKET}/file`,
        context: { "aws:PrincipalTag/wandb:OrgID": org },
      },
    );
  expect(await read("*")).toBe(true);
  expect(await read("acme")).toBe(false);
});

it("W&B's own document reads as W&B wrote it", () => {
  expect(documentedCoreweavePolicy(request).Statement).toEqual([
    {
      Sid: "AllowWandbUser",
      Effect: "Allow",
      Principal: { CW: PRINCIPAL },
      Action: [...DOCUMENTED_ACTIONS],
      Resource: [BUCKET, `${BUCKET}/*`],
      Condition: { StringLike: { "wandb:OrgID": [ORG] } },
    },
  ]);
});

it("a key of the customer's own is let in under the path alone, or into the whole bucket", () => {
  const own = { bucketName: BUCKET_NAME, principal: "arn:aws:iam::ab12:user", root: "runs/" };
  const resources = (strict: boolean) =>
    ownCoreweavePolicy({ ...own, strict }).Statement.flatMap(({ Resource }) => Resource);
  expect(resources(true)).toEqual([`${BUCKET}/runs/*`, BUCKET, BUCKET]);
  expect(resources(false)).toEqual([BUCKET, `${BUCKET}/*`]);
});
