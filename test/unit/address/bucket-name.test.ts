import { describe, expect, it } from "vitest";
import * as aws from "../../../lib/storage/aws/naming.ts";
import * as azure from "../../../lib/storage/azure/naming.ts";
import * as coreweave from "../../../lib/storage/coreweave/naming.ts";
import * as gcp from "../../../lib/storage/gcp/naming.ts";
import * as minio from "../../../lib/storage/minio/naming.ts";

const GOOD: [room: string, check: (name: string) => string | undefined, names: string[]][] = [
  [
    "AWS",
    aws.nameProblem,
    ["abc", "a".repeat(63), "my.bkt-1", "0a0", "a-111122223333-us-west-2-an", "s3alias", "mrap"],
  ],
  ["CoreWeave", coreweave.nameProblem, ["abc", "a".repeat(63), "a-b", "0a0", "cwx", "vip", "intx"]],
  [
    "GCS",
    gcp.nameProblem,
    [
      "abc",
      "a".repeat(63),
      "a_b-1",
      "0a0",
      "acme.com",
      `${"a".repeat(63)}.`.repeat(3) + "b".repeat(30),
      "bggle",
    ],
  ],
  ["Azure", azure.nameProblem, ["abc", "a".repeat(63), "a-b-c", "0a0", "google"]],
  ["S3-compatible", minio.nameProblem, ["abc", "a".repeat(255), "My_Bkt.1-x", "_old", "xn--a", "a-s3alias"]],
];

const BAD: [room: string, check: (name: string) => string | undefined, name: string, words: RegExp][] = [
  ["AWS", aws.nameProblem, "ab", /3 to 63/],
  ["AWS", aws.nameProblem, "a".repeat(64), /3 to 63/],
  ["AWS", aws.nameProblem, "Abc", /lower-case/],
  ["AWS", aws.nameProblem, "a_c", /lower-case/],
  ["AWS", aws.nameProblem, "abc\n", /lower-case/],
  ["AWS", aws.nameProblem, "abü", /lower-case/],
  ["AWS", aws.nameProblem, "-abc", /begins and ends/],
  ["AWS", aws.nameProblem, "abc.", /begins and ends/],
  ["AWS", aws.nameProblem, "a..b", /two dots/],
  ["AWS", aws.nameProblem, "192.168.5.4", /IP address/],
  ["AWS", aws.nameProblem, "xn--abc", /xn--/],
  ["AWS", aws.nameProblem, "sthree-configurator", /sthree-/],
  ["AWS", aws.nameProblem, "amzn-s3-demo-bucket", /amzn-s3-demo-/],
  ["AWS", aws.nameProblem, "abc-s3alias", /-s3alias is an alias/],
  ["AWS", aws.nameProblem, "abc--ol-s3", /--ol-s3/],
  ["AWS", aws.nameProblem, "abc.mrap", /\.mrap/],
  ["AWS", aws.nameProblem, "abc--usw2-az1--x-s3", /--x-s3/],
  ["AWS", aws.nameProblem, "abc--table-s3", /--table-s3/],
  ["CoreWeave", coreweave.nameProblem, "ab", /3 to 63/],
  ["CoreWeave", coreweave.nameProblem, "a".repeat(64), /3 to 63/],
  ["CoreWeave", coreweave.nameProblem, "a_b", /no underscore/],
  ["CoreWeave", coreweave.nameProblem, "a.b", /no dot/],
  ["CoreWeave", coreweave.nameProblem, "Abc", /lower-case/],
  ["CoreWeave", coreweave.nameProblem, "abc-", /begins and ends/],
  ["CoreWeave", coreweave.nameProblem, "int", /reserves the bucket name int/],
  ["CoreWeave", coreweave.nameProblem, "cw-abc", /cw-/],
  ["CoreWeave", coreweave.nameProblem, "vip-abc", /vip-/],
  ["CoreWeave", coreweave.nameProblem, "log-stitcher-ch-1", /log-stitcher-ch-/],
  ["CoreWeave", coreweave.nameProblem, "xn--abc", /xn--/],
  ["GCS", gcp.nameProblem, "ab", /3 to 63/],
  ["GCS", gcp.nameProblem, "a".repeat(64), /3 to 63.*222 if it has dots/],
  ["GCS", gcp.nameProblem, `${"a".repeat(63)}.`.repeat(3) + "b".repeat(31), /222/],
  ["GCS", gcp.nameProblem, `${"a".repeat(64)}.com`, /Between its dots.*63/],
  ["GCS", gcp.nameProblem, "Abc", /lower-case/],
  ["GCS", gcp.nameProblem, "a bc", /lower-case/],
  ["GCS", gcp.nameProblem, "abc\n", /lower-case/],
  ["GCS", gcp.nameProblem, "_abc", /begins and ends/],
  ["GCS", gcp.nameProblem, "abc.", /begins and ends/],
  ["GCS", gcp.nameProblem, "a..b", /two dots/],
  ["GCS", gcp.nameProblem, "192.168.5.4", /IP address/],
  ["GCS", gcp.nameProblem, "goog-abc", /begin with goog/],
  ["GCS", gcp.nameProblem, "my-google-data", /contain google/],
  ["GCS", gcp.nameProblem, "my-g00gle-data", /contain google/],
  ["Azure", azure.nameProblem, "ab", /3 to 63/],
  ["Azure", azure.nameProblem, "a".repeat(64), /3 to 63/],
  ["Azure", azure.nameProblem, "Abc", /lower-case/],
  ["Azure", azure.nameProblem, "a_b", /lower-case/],
  ["Azure", azure.nameProblem, "a.b", /lower-case/],
  ["Azure", azure.nameProblem, "abc\n", /lower-case/],
  ["Azure", azure.nameProblem, "-abc", /begins and ends/],
  ["Azure", azure.nameProblem, "abc-", /begins and ends/],
  ["Azure", azure.nameProblem, "a--b", /two hyphens/],
  ["Azure", azure.nameProblem, "$root", /keeps for itself/],
  ["S3-compatible", minio.nameProblem, "ab", /3 to 255/],
  ["S3-compatible", minio.nameProblem, "a".repeat(256), /3 to 255/],
  ["S3-compatible", minio.nameProblem, "a/b", /only letters/],
  ["S3-compatible", minio.nameProblem, "a%2Fb", /only letters/],
  ["S3-compatible", minio.nameProblem, "abc\n", /only letters/],
  ["S3-compatible", minio.nameProblem, ".abc", /begins with/],
  ["S3-compatible", minio.nameProblem, "-abc", /begins with/],
  ["S3-compatible", minio.nameProblem, "a..b", /two dots/],
  ["S3-compatible", minio.nameProblem, "1.2.3.4", /IP address/],
];

describe("a bucket's name", () => {
  it.each(GOOD)("that %s takes breaks no rule", (_room, check, names) => {
    expect(names.map(check)).toEqual(names.map(() => undefined));
  });

  it.each(BAD)("that %s does not take is told its rule: %s%j", (_room, check, name, words) => {
    expect(check(name)).toMatch(words);
  });
});

describe("a storage account's name", () => {
  it.each(["abc", "a".repeat(24), "123"])("%s breaks no rule", (name) => {
    expect(azure.accountNameProblem(name)).toBeUndefined();
  });

  it.each(["ab", "a".repeat(25), "Abc", "a-b", "a.b", "abc\n", "", "a/b", "acct.evil.test/"])(
    "%j is told its rule",
    (name) => expect(azure.accountNameProblem(name)).toMatch(/3 to 24 lower-case letters and digits/),
  );
});
