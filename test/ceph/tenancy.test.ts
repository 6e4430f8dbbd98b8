import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import type { ValidationKeys } from "../../lib/buckets/choose-keys.ts";
import { ownershipChallenge } from "../../lib/buckets/ownership/ownership-challenge.ts";
import type { Integration } from "../../lib/credentials/integration.ts";
import { type ValidationSetting, validateAddress } from "../support/validate-address.ts";
import { ALWAYS, type CephBench, expectUnbroken, startCephBench } from "./ceph-bench.ts";
import { createIntegrationRole, type IntegrationRole } from "./integration-role.ts";

const OPEN = "tenant-pinned: failed warning";
const UNPROVED = "ownership-proved: failed error";
/** Nothing was asked of the bucket but what shows whose it is. */
const UNTRIED = { status: "skipped", message: "Not tried, because ownership-proved did not pass." };

let bench: CephBench;
let role: IntegrationRole;
let bucket: string;
let serial = 0;

beforeAll(async () => {
  bench = await startCephBench(inject("radosgw"), "tenancy-owner");
  role = await createIntegrationRole(bench, "TenancyIntegration");
});
afterAll(() => bench?.close());
beforeEach(async () => {
  bucket = await bench.wholeBucket(`tenancy-${serial++}`);
});

const keysOf =
  (integration: Integration): ValidationKeys =>
  ({ teamName, ...request }) =>
    integration.sessionFor({ ...request, team: teamName });

interface Asked extends Partial<ValidationSetting> {
  integration?: Integration;
  path?: string;
}

/** A multi-tenant deployment is asked for a bucket "at AWS" that W&B's role signs for; radosgw stands for AWS. */
async function validate({ integration = role.asRadosgwTakes, path = "", ...setting }: Asked = {}) {
  const folder = path === "" ? "" : `/${path}`;
  return expectUnbroken(
    await validateAddress(`s3://${bucket}${folder}?region=us-east-1`, {
      registered: "",
      callTimeoutMs: 5_000,
      validationKeys: keysOf(integration),
      ...setting,
      deployment: { type: "multi-tenant", endpoints: { AWS: bench.endpoint }, ...setting.deployment },
    }),
  );
}

/** Does what the fix says: writes the line that it gives into the object that it names. */
async function prove(fix: string | undefined): Promise<void> {
  const [, line = "", key = ""] =
    /^Write the line (\S+) into the object (\S+) of the bucket/.exec(fix ?? "") ?? [];
  await bench.client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: `${line}\r\n` }));
}

const arns = () => [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];
const denied = (Action: string, Condition?: object) =>
  bench.putPolicy(bucket, [
    { Effect: "Deny", Principal: "*", Action, Resource: arns(), ...(Condition && { Condition }) },
  ]);

describe("a bucket that lets W&B's role in for every organisation", () => {
  test("is refused until the challenge of the fix is in it", async () => {
    const before = await validate();
    expect(before.amiss).toEqual([OPEN, UNPROVED]);
    expect(before.check("credentials-accepted")).toMatchObject(UNTRIED);
    expect(before.check("upload-accepted").status).toBe("skipped");

    await prove(before.check("ownership-proved").fix);
    const after = await validate();
    expect([after.report.valid, after.amiss]).toEqual([true, [OPEN, ...ALWAYS]]);
    expect(after.check("ownership-proved").message).toBe("The bucket holds your organisation's challenge.");
  });

  test("is not another organisation's by that challenge", async () => {
    await prove((await validate()).check("ownership-proved").fix);
    const rival = await validate({ org: "rival" });
    expect(rival.amiss).toEqual([OPEN, UNPROVED]);
    expect(rival.check("ownership-proved").message).toMatch(/is not that of your organisation/);
    expect(JSON.stringify(rival.report)).not.toContain(challenge("acme"));
  });

  test("needs the challenge under the path that is asked for", async () => {
    await prove((await validate()).check("ownership-proved").fix);
    const before = await validate({ path: "omega" });
    expect(before.amiss).toEqual([OPEN, UNPROVED]);
    await prove(before.check("ownership-proved").fix);
    // A session is limited to the path. That shows by a definite no to what is not there outside, and radosgw asks only
    // the role's own policies about what is not there (16.2, 2026-11-24), so it says 404: the careful answer is error.
    expect((await validate({ path: "omega" })).amiss).toEqual([
      OPEN,
      "unsigned-headers-refused: failed error",
    ]);
  });

  test("is warned of where ownership is advised", async () => {
    const { report, amiss } = await validate({ deployment: { type: "multi-tenant", ownership: "advised" } });
    expect([report.valid, amiss]).toEqual([true, [OPEN, "ownership-proved: failed warning", ...ALWAYS]]);
  });
});

// radosgw matches no aws:PrincipalTag (16.2, 2026-11-24): a policy that names the organisation lets in nobody or
// everybody, so its buckets are `open` or `closed` and never `pinned`.
describe("a policy that names the organisation", () => {
  const tag = { "aws:PrincipalTag/wandb:OrgID": "acme" };

  test("is open to all where it is a condition of a denial", async () => {
    await denied("s3:ListBucket", { StringNotEquals: tag });
    const { check } = await validate();
    expect(check("tenant-pinned")).toMatchObject({
      status: "failed",
      message: "The bucket lets W&B's role in for any organisation, not for yours alone.",
      fix: expect.stringContaining('{"StringEquals": {"aws:PrincipalTag/wandb:OrgID": "acme"}}'),
    });
  });

  test("is closed to all where lists are denied outright, and the challenge still proves", async () => {
    await denied("s3:ListBucket");
    const before = await validate();
    expect(before.amiss).toEqual([OPEN, UNPROVED]);
    expect(before.check("tenant-pinned").message).toMatch(/not even for your organisation/);
    await prove(before.check("ownership-proved").fix);
    expect((await validate()).check("ownership-proved").status).toBe("passed");
  });
});

test("a challenge that may not be read proves nothing", async () => {
  await bench.client.send(
    new PutObjectCommand({ Bucket: bucket, Key: ".wandb-byob/owner", Body: challenge("acme") }),
  );
  expect((await validate()).check("ownership-proved").status).toBe("passed");
  await denied("s3:GetObject");
  const { amiss, check } = await validate();
  expect(amiss).toEqual([OPEN, UNPROVED]);
  expect(check("ownership-proved").message).toMatch(/is not there, or W&B's identity may not read it/);
});

test("a session that STS does not give is an inconclusive credentials-accepted", async () => {
  await prove((await validate()).check("ownership-proved").fix);
  const { report, amiss } = await validate({ integration: role.asAtAws });
  expect([report.valid, amiss]).toEqual([false, [OPEN, "credentials-accepted: inconclusive error"]]);
});

const challenge = (org: string) =>
  ownershipChallenge(org, { provider: "AWS", name: bucket, path: "", region: "us-east-1" });
