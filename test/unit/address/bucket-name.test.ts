import { describe, expect, it } from "vitest";
import * as aws from "../../../lib/storage/aws/naming.ts";
import * as coreweave from "../../../lib/storage/coreweave/naming.ts";
import * as minio from "../../../lib/storage/minio/naming.ts";

const GOOD: [room: string, check: (name: string) => string | undefined, names: string[]][] = [
  [
    "AWS",
    aws.nameProblem,
    ["abc", "a".repeat(63), "my.bkt-1", "0a0", "a-111122223333-us-west-2-an", "s3alias", "mrap"],
  ],
  ["CoreWeave", coreweave.nameProblem, ["abc", "a".repeat(63), "a-b", "0a0", "cwx", "vip", "intx"]],
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
