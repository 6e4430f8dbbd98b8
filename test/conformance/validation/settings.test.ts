import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { memoryObjects } from "../../support/memory-objects.ts";
import type { Fault } from "../../support/scripted-store.ts";
import { expectSound } from "../../support/sound-report.ts";
import { answer, change, refuseUnsignedHeaders, s3Error } from "../../support/store-faults.ts";
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

const validate = async (faults: readonly Fault[], address?: string) => {
  const outcome = await bench.validate({
    faults: [refuseUnsignedHeaders, ...faults],
    ...(address === undefined ? {} : { address, registered: address }),
  });
  expectSound(outcome.report, bench);
  expect(await bench.left()).toEqual([]);
  return outcome;
};

/** The store says this of every object that it takes or shows. */
const saying = (headers: Record<string, string>) =>
  change((real) => ({ ...real, headers: { ...real.headers, ...headers } }), "put", "head", "get");

describe("what encrypts", () => {
  const KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  // Miniflare takes no upload that names a key.
  const keeping = (says: Record<string, string>) =>
    memoryObjects({ says, bucketPath: `${new URL(bench.store.endpoint).pathname}/${bench.bucketName}/` });
  const names = (key: string) =>
    keeping({
      "x-amz-server-side-encryption": "aws:kms",
      "x-amz-server-side-encryption-aws-kms-key-id": key,
    });

  const withKey = async (kmsKeyId: string | undefined, faults: readonly Fault[]) => {
    const outcome = await bench.validate({
      faults: [refuseUnsignedHeaders, ...faults],
      ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
    });
    expectSound(outcome.report, bench);
    return { ...outcome, encryption: outcome.check("encryption-as-declared") };
  };

  test.each([
    ["its ARN", KEY],
    ["its id", "1234abcd-12ab-34cd-56ef-1234567890ab"],
    ["an alias, which tells no key from another", "alias/wandb"],
  ])("a declared key that the store uses, declared by %s", async (_, declared) => {
    const { amiss, encryption } = await withKey(declared, [names(KEY)]);
    expect(amiss).toEqual([]);
    expect(encryption).toMatchObject({ status: "passed", severity: "error" });
    const uploads = bench.store.seen.filter(({ kind }) => kind === "put");
    for (const { headers } of uploads)
      expect(headers["x-amz-server-side-encryption-aws-kms-key-id"]).toBe(declared);
  });

  test("a declared key that is not used is an error", async () => {
    const { amiss, encryption, report } = await withKey(KEY, [keeping({})]);
    expect(amiss).toEqual(["encryption-as-declared: failed error"]);
    expect(encryption.message).toBe("A KMS key was declared, and the store does not encrypt with it.");
    expect(report.valid).toBe(false);
  });

  test("another key than the declared one is an error", async () => {
    const { amiss, encryption } = await withKey(KEY, [names(KEY.replace("1234abcd", "ffffffff"))]);
    expect(amiss).toEqual(["encryption-as-declared: failed error"]);
    expect(encryption.message).toContain("with another KMS key");
    expect(JSON.stringify(encryption)).not.toContain("ffffffff");
  });

  test("a key that nobody declared is a warning", async () => {
    const { amiss, report } = await withKey(undefined, [names(KEY)]);
    expect(amiss).toEqual(["encryption-as-declared: failed warning"]);
    expect(report.valid).toBe(true);
  });

  test("the store's own encryption is fine where no key was declared", async () => {
    const { encryption } = await withKey(undefined, [saying({ "x-amz-server-side-encryption": "AES256" })]);
    expect(encryption.status).toBe("passed");
  });

  test("a key that may not be used is told from a bucket that may not", async () => {
    const body = `<Error><Code>AccessDenied</Code><Message>User: x is not authorized to perform: kms:GenerateDataKey on resource y</Message></Error>`;
    const { amiss, check } = await withKey(KEY, [answer(403, body, "put")]);
    expect(amiss).toContain("upload-accepted: failed error");
    expect(check("upload-accepted")).toMatchObject({
      message: "The encryption key of the bucket does not allow uploading an object: the store itself would.",
      fix: expect.stringContaining("kms:GenerateDataKey"),
    });
  });
});

describe("what is kept", () => {
  const versioning = (status: string): Fault => ({
    on: ["settings"],
    act: (turn) =>
      turn.seen.url.includes("versioning=")
        ? answer(200, `<VersioningConfiguration>${status}</VersioningConfiguration>`).act(turn)
        : turn.carryOn(),
  });

  test.each(["", "<Status>Suspended</Status>"])(
    "versioning %o is a warning with its command",
    async (status) => {
      const { amiss, check } = await validate([versioning(status)]);
      expect(amiss).toEqual(["versioning-enabled: failed warning"]);
      expect(check("versioning-enabled").fix).toContain(
        `put-bucket-versioning --bucket ${bench.bucketName} --endpoint-url`,
      );
    },
  );

  test("what is not a versioning document tells nothing", async () => {
    const { amiss } = await validate([s3Error(404, "NoSuchThing", "settings")]);
    expect(amiss).toEqual([
      "cors-policy-complete: inconclusive warning",
      "versioning-enabled: inconclusive warning",
    ]);
  });

  test("an object that will expire is a warning", async () => {
    const announced = saying({
      "x-amz-expiration": 'expiry-date="Fri, 23 Dec 2026 00:00:00 GMT", rule-id="theirs"',
    });
    const { amiss, check, report } = await validate([announced]);
    expect(amiss).toEqual(["history-retained: failed warning"]);
    expect(check("history-retained").message).toContain("will delete objects under the path");
    expect(report.valid).toBe(true);
    expect(JSON.stringify(report)).not.toContain("theirs");
  });

  test.each(["put", "head"] as const)(
    "it is enough that the store says so in its answer to a %s",
    async (kind) => {
      const { amiss } = await validate([
        change((real) => ({ ...real, headers: { ...real.headers, "x-amz-expiration": "soon" } }), kind),
      ]);
      expect(amiss).toEqual(["history-retained: failed warning"]);
    },
  );
});

describe("the clock", () => {
  const at = (offsetSeconds: number) =>
    change(
      (real) => ({
        ...real,
        headers: { ...real.headers, date: new Date(Date.now() + offsetSeconds * 1000).toUTCString() },
      }),
      "list",
    );

  test.each([
    [600, "10 min ahead of"],
    [-90, "2 min behind"],
    [-7_200, "2 h behind"],
    [200_000, "2 days ahead of"],
  ])("a store that is %i s off is a warning", async (seconds, words) => {
    const { amiss, check } = await validate([at(seconds)]);
    expect(amiss).toEqual(["clock-in-sync: failed warning"]);
    expect(check("clock-in-sync").message).toBe(`The store's clock is ${words} ours.`);
  });

  test.each([50, -50])("%i s are nothing", async (seconds) => {
    expect((await validate([at(seconds)])).amiss).toEqual([]);
  });

  test("a store that does not tell its time, or none that can be read", async () => {
    const telling = (date: string | undefined) =>
      change((real) => ({ ...real, headers: { ...real.headers, date } }), "list");
    const { check } = await validate([
      {
        on: ["list"],
        act: (turn) => {
          turn.response.sendDate = false;
          return telling(undefined).act(turn);
        },
      },
    ]);
    expect(check("clock-in-sync").status).toBe("skipped");
    const { amiss } = await validate([telling("yesterday")]);
    expect(amiss).toEqual(["clock-in-sync: inconclusive warning"]);
  });
});
