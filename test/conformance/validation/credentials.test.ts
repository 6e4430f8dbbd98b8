import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { AppError } from "../../../lib/errors.ts";
import { expectSound } from "../../support/sound-report.ts";
import { refuseUnsignedHeaders, s3Error } from "../../support/store-faults.ts";
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

const AFTER_CREDENTIALS = [
  "bucket-exists",
  "region-matches",
  "upload-accepted",
  "download-matches",
  "head-accepted",
  "list-allowed",
  "multipart-accepted",
  "delete-accepted",
  "unsigned-headers-refused",
  "browser-allowed",
  "browser-complete",
  "cors-policy-complete",
  "not-public",
  "encryption-as-declared",
  "versioning-enabled",
  "history-retained",
  "probe-removed",
] as const;

test("a wrong secret is told from an unknown key id", async () => {
  const [known = ""] = bench.address().slice("s3://".length).split(":");
  const wrong = await bench.validate({ address: bench.address({ keys: `${known}:wrong%2Fsecret` }) });
  expectSound(wrong.report, bench);
  expect(wrong.amiss).toEqual(["credentials-accepted: failed error"]);
  expect(wrong.check("credentials-accepted")).toMatchObject({
    message: "The store knows the access key id, but the secret does not belong to it.",
    fix: "Check the secret; in an address it must be percent-encoded.",
  });
  expect(JSON.stringify(wrong.report)).not.toMatch(/wrong(%2F|\/)secret/);

  const unknown = await bench.validate({ address: bench.address({ keys: "AKNOBODY:secret" }) });
  expectSound(unknown.report, bench);
  expect(unknown.amiss).toEqual(["credentials-accepted: failed error"]);
  expect(unknown.check("credentials-accepted")).toMatchObject({
    message: "The store does not know this access key id.",
    fix: "Check the access key id; it may be deleted, disabled, or of another store.",
  });
});

test("what comes after the credentials is not tried without them", async () => {
  const { check } = await bench.validate({ address: bench.address({ keys: "AKNOBODY:secret" }) });
  for (const name of AFTER_CREDENTIALS) expect(check(name).status).toBe("skipped");
  expect(check("bucket-exists").message).toBe("Not tried, because credentials-accepted did not pass.");
  expect(bench.store.seen.map(({ kind }) => kind)).toEqual(["list"]);
});

test("a missing bucket is told from wrong credentials", async () => {
  const address = bench.address({ bucketName: "not-there" });
  const { report, amiss, check } = await bench.validate({ address, registered: address });
  expectSound(report, bench);
  expect(amiss).toEqual(["bucket-exists: failed error"]);
  expect(check("bucket-exists")).toMatchObject({
    message: "The bucket does not exist.",
    fix: "Create the bucket, or correct its name.",
  });
});

test("a store without keys anywhere is refused before anything is sent", async () => {
  const address = bench.address({ keys: "" });
  const { report, amiss, check } = await bench.validate({ address, registered: address });
  expectSound(report, bench);
  expect(amiss).toEqual(["credentials-accepted: failed error"]);
  expect(check("credentials-accepted").message).toContain("has no access key");
  expect(bench.store.seen).toEqual([]);
});

test("the registered store's keys are used where the address has none", async () => {
  const { report } = await bench.validate({
    faults: [refuseUnsignedHeaders],
    address: bench.address({ keys: "" }),
  });
  expectSound(report, bench);
  expect(report.valid).toBe(true);
});

test("a clock that is an hour behind is named", async () => {
  const { report, amiss, check } = await bench.validate({ now: () => new Date(Date.now() - 3_600_000) });
  expectSound(report, bench);
  expect(amiss).toEqual(["credentials-accepted: inconclusive error", "clock-in-sync: failed warning"]);
  expect(check("clock-in-sync").message).toBe("The store's clock is 60 min ahead of ours.");
  expect(check("credentials-accepted")).toMatchObject({
    message: "The store's clock and ours differ by more than the store accepts.",
    fix: "Set the clock of the store's machine (NTP).",
  });
});

test.each([
  ["ExpiredToken", "failed", "The credentials have expired."],
  [
    "RequestTimeTooSkewed",
    "inconclusive",
    "The store's clock and ours differ by more than the store accepts.",
  ],
  [
    "InvalidRequest",
    "inconclusive",
    "The store does not take the request that would show whether it knows the credentials.",
  ],
  ["SomethingNew", "inconclusive", "The store's answer (HTTP 400) is not one that an object store gives."],
])("%s to a list is %s", async (code, status, message) => {
  const { report, amiss, check } = await bench.validate({ faults: [s3Error(400, code, "list")] });
  expectSound(report, bench);
  expect(amiss).toEqual([`credentials-accepted: ${status} error`]);
  expect(check("credentials-accepted").message).toBe(message);
});

test.each([
  ["The identity cannot be had just now.", 5, "inconclusive"],
  ["The tenant does not trust the identity.", undefined, "failed"],
] as const)(
  "what is wrong with the identity is its own to say: %s",
  async (detail, retryAfterSeconds, status) => {
    const { report, check, broken } = await bench.validate({
      address: bench.address({ keys: "" }),
      registered: bench.address({ keys: "" }),
      validationKeys: async () => {
        throw new AppError(
          "credentials.unavailable",
          detail,
          retryAfterSeconds === undefined ? {} : { retryAfterSeconds },
        );
      },
    });
    expectSound(report, bench);
    expect([check("credentials-accepted").status, check("credentials-accepted").message]).toEqual([
      status,
      detail,
    ]);
    expect(broken).toEqual([]);
  },
);
