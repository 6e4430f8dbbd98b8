import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { CHALLENGE_NAME, ownershipChallenge } from "../../../lib/buckets/ownership/ownership-challenge.ts";
import { AppError } from "../../../lib/errors.ts";
import { secret } from "../../../lib/secret.ts";
import { holdRoot } from "../../support/hold-root.ts";
import { memoryTeamStore } from "../../support/memory-team-store.ts";
import { answer, deny, hang, html, reset, s3Error } from "../../support/store-faults.ts";
import {
  startTenantBench,
  type TaggedRequest,
  TENANT_BUCKET,
  type TenantBench,
} from "../../support/tenant-bench.ts";

let bench: TenantBench;

beforeAll(async () => {
  bench = await startTenantBench();
});
afterEach(() => bench.store.reset());
afterAll(() => bench.close());

const bucket = { provider: "AWS" as const, name: TENANT_BUCKET, path: "", region: "us-east-1" };
const challengeOf = (org: string) => new TextEncoder().encode(`${ownershipChallenge(org, bucket)}\n`);

const pinnedTo =
  (org: string) =>
  ({ org: asking }: TaggedRequest) =>
    asking === org;
const open = () => true;
const closed = () => false;

/** What was sent: `list`, or the kind and the key. */
const sent = () =>
  bench.store.seen.map(({ kind, url }) =>
    kind === "list" ? kind : `${kind} ${decodeURIComponent(url.split("?")[0] ?? "")}`,
  );
const CHALLENGE_READ = `get /${TENANT_BUCKET}/${CHALLENGE_NAME}`;

describe("a bucket whose policy names the organisation", () => {
  test("is proved by it, and everything else follows", async () => {
    const { report, amiss, check } = await bench.validate({ allows: pinnedTo("acme") });
    expect(amiss).toEqual([]);
    expect(report.valid).toBe(true);
    expect(check("tenant-pinned").message).toBe(
      "The bucket lets W&B's role in for your organisation, and not for another.",
    );
    expect(check("ownership-proved").message).toBe("The bucket's own policy names your organisation.");
    expect(check("upload-accepted").status).toBe("passed");
  });

  test("needs no challenge, under a path too; the decoy is nobody that a policy could name", async () => {
    const { amiss } = await bench.validate({ allows: pinnedTo("acme"), path: "runs" });
    expect(amiss).toEqual([]);
    expect(sent().slice(0, 3)).toEqual(["list", "list", "list"]); // decoy, organisation, decoy
    expect(sent().join("\n")).not.toContain(CHALLENGE_NAME);
    const orgs = new Set(bench.sessions.map(({ org }) => org));
    expect([...orgs].filter((org) => org !== "acme")).toEqual([
      expect.stringMatching(/^decoy-[0-9a-f-]{36}$/),
    ]);
  });

  test("of another organisation is closed to this one: nothing else is sent", async () => {
    const { report, amiss, check } = await bench.validate({ allows: pinnedTo("rival-inc") });
    expect(amiss).toEqual(["tenant-pinned: failed warning", "ownership-proved: failed error"]);
    expect(report.valid).toBe(false);
    expect(sent()).toEqual(["list", "list", CHALLENGE_READ]);
    expect(bench.sessions.every(({ purpose }) => purpose === "prove")).toBe(true);
    expect(check("tenant-pinned").fix).toContain('"aws:PrincipalTag/wandb:OrgID": "acme"');
    expect(check("credentials-accepted")).toMatchObject({
      status: "skipped",
      message: "Not tried, because ownership-proved did not pass.",
    });
    expect(JSON.stringify(report)).not.toContain("rival-inc");
  });
});

describe("a bucket that lets every organisation in", () => {
  test("is not taken without a proof: nothing is sent but the decoy's list and the read of the challenge", async () => {
    const { report, amiss, check } = await bench.validate({ allows: open });
    expect(amiss).toEqual(["tenant-pinned: failed warning", "ownership-proved: failed error"]);
    expect(report.valid).toBe(false);
    expect(sent()).toEqual(["list", CHALLENGE_READ]);
    expect(check("ownership-proved")).toMatchObject({
      message: "Nothing in the bucket shows that it is your organisation's.",
      fix: expect.stringContaining(
        `Write the line ${ownershipChallenge("acme", bucket)} into the object ${CHALLENGE_NAME}`,
      ),
    });
  });

  test("is proved by the challenge, with a warning that it is not pinned", async () => {
    const objects = new Map([[CHALLENGE_NAME, challengeOf("acme")]]);
    const { report, amiss, check } = await bench.validate({ allows: open, objects });
    expect(amiss).toEqual(["tenant-pinned: failed warning"]);
    expect(report.valid).toBe(true);
    expect(check("tenant-pinned").message).toContain("in for any organisation, not for yours alone");
    expect([...objects.keys()]).toEqual([CHALLENGE_NAME]);
  });

  test("the challenge lies under the team's path", async () => {
    const elsewhere = new Map([[CHALLENGE_NAME, challengeOf("acme")]]);
    expect((await bench.validate({ allows: open, path: "runs", objects: elsewhere })).report.valid).toBe(
      false,
    );
    const there = new Map([[`runs/${CHALLENGE_NAME}`, challengeOf("acme")]]);
    expect((await bench.validate({ allows: open, path: "runs", objects: there })).report.valid).toBe(true);
  });

  test.each([
    ["another organisation's", challengeOf("rival-inc")],
    [
      "of another bucket",
      new TextEncoder().encode(ownershipChallenge("acme", { ...bucket, name: "other-bucket" })),
    ],
    ["empty", new Uint8Array()],
    ["cut short", challengeOf("acme").subarray(0, 40)],
    ["one of several lines", new TextEncoder().encode(`x\n${ownershipChallenge("acme", bucket)}`)],
  ])("a challenge that is %s proves nothing", async (_, body) => {
    const objects = new Map([[CHALLENGE_NAME, body]]);
    const { report, check } = await bench.validate({ allows: open, objects });
    expect(report.valid).toBe(false);
    expect(check("ownership-proved").message).toBe(
      "The challenge in the bucket is not that of your organisation for this bucket.",
    );
    expect(sent()).toEqual(["list", CHALLENGE_READ]);
  });
});

test("a first no that is not the whole store's is no pin: the decoy is asked again", async () => {
  let asked = 0;
  const { report, amiss } = await bench.validate({ allows: () => asked++ > 0 });
  expect(amiss).toEqual(["tenant-pinned: failed warning", "ownership-proved: failed error"]);
  expect(report.valid).toBe(false);
  expect(sent()).toEqual(["list", "list", "list", CHALLENGE_READ]);
});

test("the right region is named before anything is known of the bucket", async () => {
  const elsewhere = answer(
    301,
    "<Error><Code>PermanentRedirect</Code><Region>eu-west-3</Region></Error>",
    "list",
    "get",
  );
  const { check } = await bench.validate({ allows: open, faults: [elsewhere] });
  expect(check("ownership-proved")).toMatchObject({
    status: "failed",
    message: "The bucket is in the region eu-west-3.",
    fix: "Give the region eu-west-3.",
  });
  expect(check("tenant-pinned").fix).toBe("Give the bucket's own region.");
});

test("a bucket that lets nobody in: the policy is asked for, and nothing else is sent", async () => {
  const { amiss, check } = await bench.validate({ allows: closed });
  expect(amiss).toEqual(["tenant-pinned: failed warning", "ownership-proved: failed error"]);
  expect(check("tenant-pinned").message).toContain("not even for your organisation");
  expect(check("ownership-proved").message).toContain("may not read it");
  expect(sent()).toEqual(["list", "list", CHALLENGE_READ]);
});

test("a decoy that is let in although the organisation is not is no pin", async () => {
  const { amiss } = await bench.validate({ allows: ({ org }) => org !== "acme" });
  expect(amiss).toEqual(["tenant-pinned: failed warning", "ownership-proved: failed error"]);
  expect(sent()).not.toContain("put");
});

test.each([
  ["is denied without a word", answer(403, "", "list")],
  ["is busy", s3Error(503, "SlowDown", "list")],
  ["is an HTML page", html(200, "list")],
  ["is another kind of 403", s3Error(403, "SignatureDoesNotMatch", "list")],
  ["never comes", hang("list")],
  ["is broken off", reset("list")],
])("an answer that %s pins nothing", async (_, fault) => {
  const { amiss, check } = await bench.validate({
    allows: pinnedTo("acme"),
    faults: [fault],
    callTimeoutMs: 1_000,
  });
  expect(amiss).toContain("tenant-pinned: inconclusive warning");
  expect(check("ownership-proved").status).not.toBe("passed");
  expect(sent().every((request) => request === "list" || request === CHALLENGE_READ)).toBe(true);
});

test("a challenge that cannot be read for the moment is no proof and no refusal", async () => {
  const { amiss } = await bench.validate({ allows: open, faults: [s3Error(503, "SlowDown", "get")] });
  expect(amiss).toEqual(["tenant-pinned: failed warning", "ownership-proved: inconclusive error"]);
});

test("BYOB_OWNERSHIP=advised: without a proof it is a warning, and the bucket is examined", async () => {
  const { report, amiss } = await bench.validate({ allows: open, deployment: { ownership: "advised" } });
  expect(amiss).toEqual(["tenant-pinned: failed warning", "ownership-proved: failed warning"]);
  expect(report.valid).toBe(true);
});

test("a bucket of another organisation is not even asked for the challenge", async () => {
  const teamStore = memoryTeamStore();
  await holdRoot(teamStore, { org: "rival-inc", name: "theirs", bucket });
  const { amiss } = await bench.validate({ allows: open, teamStore });
  expect(amiss).toEqual(["path-free: failed error"]);
  expect(sent()).toEqual([]);
  expect(bench.sessions).toEqual([]);
});

test("an identity that is the same for every organisation is proved by the challenge alone", async () => {
  const validationKeys = async () => ({ accessKeyId: "e30", secretAccessKey: secret("static") });
  const without = await bench.validate({ allows: open, validationKeys });
  expect(without.check("tenant-pinned").status).toBe("skipped");
  expect(without.amiss).toEqual(["ownership-proved: failed error"]);
  expect(sent()).toEqual([CHALLENGE_READ]);
  const objects = new Map([[CHALLENGE_NAME, challengeOf("acme")]]);
  expect(
    (await bench.validate({ allows: open, objects, validationKeys })).check("ownership-proved").status,
  ).toBe("passed");
});

test("sessions that cannot be had are said so, and nothing is sent", async () => {
  const validationKeys = () =>
    Promise.reject(new AppError("credentials.unavailable", "STS does not answer.", { retryAfterSeconds: 5 }));
  const { amiss, check } = await bench.validate({ allows: open, validationKeys });
  expect(amiss).toEqual(["tenant-pinned: inconclusive warning", "ownership-proved: inconclusive error"]);
  expect(check("ownership-proved").message).toBe("STS does not answer.");
  expect(sent()).toEqual([]);
});

test.each(["dedicated", "self-managed"] as const)("in %s there is one organisation", async (type) => {
  const { check } = await bench.validate({
    allows: open,
    faults: [deny()],
    registered: `s3://${TENANT_BUCKET}?region=us-east-1`,
    deployment: { type, org: "acme" },
  });
  for (const name of ["tenant-pinned", "ownership-proved"] as const)
    expect(check(name)).toMatchObject({
      status: "skipped",
      message: expect.stringContaining("one organisation"),
    });
});
