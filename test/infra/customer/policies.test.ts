import { describe, expect, it } from "vitest";
import { DOCUMENTED_ACTIONS } from "../../../lib/storage/s3/documents/actions.ts";
import { BUCKET_NAME, bucketRows, lineOf, ORG } from "../../conformance/policies/bucket-requests.ts";
import { keyRows } from "../../conformance/policies/key-requests.ts";
import { isAllowed, type Row } from "../../conformance/policies/simulate.ts";
import { COMMITTED, resolveTemplate } from "./resolve-template.ts";

const GIVEN = { OrgID: ORG, BucketName: BUCKET_NAME, FrontendOrigins: "https://app.acme.test" };

/** The rows that a policy of the deployed template answers otherwise than the table says. */
async function wrongRows(resourcePolicy: unknown, rows: readonly Row[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const row of rows) {
    const policies = {
      resourcePolicy: resourcePolicy as object,
      identityActions: [...DOCUMENTED_ACTIONS, "kms:*"],
    };
    if ((await isAllowed(policies, row)) !== row.allowed) wrong.push(lineOf(row));
  }
  return wrong;
}

describe("a stack of the ready template lets in the organisation's sessions of W&B's role, and nobody else", () => {
  it.each(["runs", "models/wandb", ""])("to the bucket, for the path '%s'", async (path) => {
    const { resources } = resolveTemplate(COMMITTED, { ...GIVEN, Path: path });
    const rows = bucketRows("strict", path === "" ? "" : `${path}/`);
    expect(rows.length).toBeGreaterThan(80);
    expect(await wrongRows(resources.BucketPolicy?.PolicyDocument, rows)).toEqual([]);
  });

  it("to the key, through S3 of its own region alone", async () => {
    const { resources } = resolveTemplate(COMMITTED, GIVEN);
    expect(await wrongRows(resources.Key?.KeyPolicy, keyRows("strict"))).toEqual([]);
  });
});

it("another organisation's stack does not let this one in", async () => {
  const { resources } = resolveTemplate(COMMITTED, { ...GIVEN, OrgID: "evil", Path: "runs" });
  const own = bucketRows("strict", "runs/").filter(({ name }) => name === "for the organisation");
  const wrong = await wrongRows(
    resources.BucketPolicy?.PolicyDocument,
    own.map((row) => ({ ...row, allowed: false })),
  );
  expect(own.length).toBeGreaterThan(10);
  expect(wrong).toEqual([]);
});
