import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { expectSound } from "../../support/sound-report.ts";
import { answer, deny, refuseUnsignedHeaders, s3Error } from "../../support/store-faults.ts";
import { type Bench, startBench } from "../../support/validation-bench.ts";

let bench: Bench;

beforeAll(async () => {
  bench = await startBench();
});
afterEach(async () => {
  bench.store.reset();
  await bench.wipe();
});
afterAll(() => bench.close());

test("listing denied: the upload shows keys and bucket, and list-allowed names the permission", async () => {
  const { report, amiss, check } = await bench.validate({ faults: [deny("list"), refuseUnsignedHeaders] });
  expectSound(report, bench);
  expect(amiss).toEqual(["list-allowed: failed error"]);
  expect(check("list-allowed")).toMatchObject({
    message: "The store does not allow listing the objects under the path with these credentials.",
    fix:
      "Grant s3:ListBucket on the bucket and the objects under the path; policies can take half a minute to take effect. " +
      `Add this statement to the policy of the key's user: {"Sid":"WandBList","Effect":"Allow","Action":["s3:ListBucket"],"Resource":"arn:aws:s3:::${bench.bucketName}"}.`,
  });
  expect(check("credentials-accepted").message).toBe(
    "The store recognises the credentials, though they may not list.",
  );
  expect(check("bucket-exists").status).toBe("passed");
  expect(await bench.left()).toEqual([]);
});

test("uploading denied", async () => {
  const { report, amiss, check } = await bench.validate({ faults: [deny("put", "copy")] });
  expectSound(report, bench);
  expect(amiss).toEqual(["upload-accepted: failed error"]);
  expect(check("upload-accepted")).toMatchObject({
    message: "The store does not allow uploading an object with these credentials.",
    fix: expect.stringContaining("Grant s3:PutObject"),
  });
  expect(check("list-allowed").status).toBe("passed");
  for (const name of ["download-matches", "delete-accepted", "not-public", "probe-removed"] as const)
    expect(check(name)).toMatchObject({
      status: "skipped",
      message: "Not tried, because upload-accepted did not pass.",
    });
});

test("downloading denied: nothing that depends on reading passes", async () => {
  const { report, amiss, check } = await bench.validate({
    faults: [deny("get", "head"), refuseUnsignedHeaders],
  });
  expectSound(report, bench);
  expect(amiss).toEqual([
    "download-matches: failed error",
    "head-accepted: failed error",
    "browser-allowed: failed error",
  ]);
  expect(check("probe-removed").status).toBe("passed"); // a list shows it
  expect(check("download-matches")).toMatchObject({
    message: "The store does not allow downloading an object with these credentials.",
    fix: expect.stringContaining("Grant s3:GetObject"),
  });
  expect(await bench.left()).toEqual([]);
});

test("a HEAD that is refused without a body is a missing permission", async () => {
  const { report, amiss, check } = await bench.validate({
    faults: [answer(403, "", "head"), refuseUnsignedHeaders],
  });
  expectSound(report, bench);
  expect(amiss).toEqual(["head-accepted: failed error"]);
  expect(check("head-accepted").fix).toContain("Grant s3:GetObject");
});

test("deleting denied: the report says what is left behind", async () => {
  const { report, amiss, check } = await bench.validate({
    faults: [deny("delete"), refuseUnsignedHeaders],
    path: "runs",
  });
  expectSound(report, bench);
  expect(amiss).toEqual(["delete-accepted: failed error", "probe-removed: failed warning"]);
  expect(check("delete-accepted")).toMatchObject({
    message: "The store does not allow deleting an object with these credentials.",
    fix: expect.stringContaining("Grant s3:DeleteObject"),
  });
  expect(check("probe-removed")).toMatchObject({
    message: expect.stringContaining("are still there, under runs/.wandb-byob/probe/"),
    fix: expect.stringContaining("by hand"),
  });
  expect((await bench.left()).length).toBeGreaterThan(0);
});

test("a store that answers deletes and does not delete is found out", async () => {
  const { report, amiss } = await bench.validate({
    faults: [answer(204, "", "delete"), refuseUnsignedHeaders],
  });
  expectSound(report, bench);
  expect(amiss).toEqual(["probe-removed: failed warning"]);
});

test.each([
  ["in S3's words", deny()],
  ["without a word", answer(403, "")],
])("everything denied %s: neither keys nor bucket are known to be good", async (_, fault) => {
  const { report, amiss, check } = await bench.validate({ faults: [fault] });
  expectSound(report, bench);
  expect(amiss).toEqual(["credentials-accepted: inconclusive error"]);
  expect(check("credentials-accepted")).toMatchObject({
    message: "The store allows these credentials neither to list nor to upload.",
    fix: expect.stringContaining("s3:ListBucket"),
  });
  expect(await bench.left()).toEqual([]);
});

test("a store that hides missing keys behind a 403 is asked for a list of what is left", async () => {
  let deleted = false;
  const { report, amiss, check } = await bench.validate({
    faults: [
      {
        on: ["get", "head", "delete"],
        act: async ({ seen, forward, reply }) => {
          if (seen.kind === "delete") deleted = true;
          const real = await forward();
          const denied = `<Error><Code>AccessDenied</Code></Error>`;
          reply(
            deleted && seen.kind === "get"
              ? { status: 403, headers: {}, body: new TextEncoder().encode(denied) }
              : real,
          );
        },
      },
      refuseUnsignedHeaders,
    ],
  });
  expectSound(report, bench);
  expect(amiss).toEqual([]);
  expect(check("probe-removed").message).toBe("Everything that the checks wrote is gone.");
  expect(report.valid).toBe(true);
});

test("a bare 404 to everything proves neither keys nor bucket", async () => {
  const { report, amiss, check } = await bench.validate({ faults: [answer(404, "")] });
  expectSound(report, bench);
  expect(amiss).toEqual(["credentials-accepted: inconclusive error"]);
  expect(check("credentials-accepted").message).toContain("is not one that an object store gives");
});

test("a list that is denied and an upload that is unclear do not pass the credentials", async () => {
  const { report, amiss } = await bench.validate({ faults: [deny("list"), s3Error(503, "SlowDown", "put")] });
  expectSound(report, bench);
  expect(amiss).toEqual(["credentials-accepted: inconclusive error"]);
});
