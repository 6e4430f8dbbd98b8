// biome-ignore-all lint/suspicious/noTemplateCurlyInString: IAM's escapes look like placeholders.
import { describe, expect, test } from "vitest";
import { type SessionScope, sessionPolicy } from "../../../lib/credentials/session-policy.ts";

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: string;
  Condition?: Record<string, Record<string, string>>;
}

const scope: SessionScope = { partition: "aws", bucketName: "acme-data", root: "runs/", purpose: "presign" };
const keyArn = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

function statements(changes: Partial<SessionScope> = {}): Statement[] {
  return JSON.parse(sessionPolicy({ ...scope, ...changes })).Statement;
}

describe("presign sessions", () => {
  test("reach objects under the root with the four object actions and nothing else", () => {
    const [only, ...others] = statements();
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      Effect: "Allow",
      Action: ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      Resource: "arn:aws:s3:::acme-data/runs/*",
    });
  });

  test("carry no ACL header", () => {
    const condition = statements()[0]?.Condition;
    expect(condition?.StringNotLikeIfExists).toEqual({ "s3:x-amz-acl": "?*" });
    expect(condition?.Null).toMatchObject({ "s3:x-amz-grant-read": "true" });
  });

  test("reach the whole bucket when the root is empty", () => {
    expect(statements({ root: "" })[0]?.Resource).toBe("arn:aws:s3:::acme-data/*");
  });

  test("name the partition of the role", () => {
    expect(statements({ partition: "aws-cn" })[0]?.Resource).toBe("arn:aws-cn:s3:::acme-data/runs/*");
  });

  test("deny everything when there is no bucket", () => {
    const denied = [{ Effect: "Deny", Action: "*", Resource: "*" }];
    expect(statements({ bucketName: "" })).toEqual(denied);
    expect(statements({ bucketName: "", purpose: "validate", kmsKeyId: keyArn })).toEqual(denied);
  });

  test("are refused for a root that would also match its siblings", () => {
    expect(() => sessionPolicy({ ...scope, root: "runs" })).toThrow("must end in a slash");
  });

  test("are the same text for the same scope", () => {
    expect(sessionPolicy({ ...scope, kmsKeyId: keyArn })).toBe(sessionPolicy({ kmsKeyId: keyArn, ...scope }));
  });
});

describe("globs in the root", () => {
  test("stand for themselves in object names", () => {
    expect(statements({ root: "a*b?c$d${e}/" })[0]?.Resource).toBe(
      "arn:aws:s3:::acme-data/a${*}b${?}c${$}d${$}{e}/*",
    );
  });

  test("stand for themselves in the listed prefix", () => {
    const listing = statements({ root: "a*/", purpose: "validate" })[1];
    expect(listing?.Condition).toEqual({ StringLike: { "s3:prefix": "a${*}/*" } });
  });
});

describe("validate sessions", () => {
  test("also list under the root and read what the bucket says of itself", () => {
    const [objects, listing, reads] = statements({ purpose: "validate" });
    expect(objects).toEqual(statements()[0]);
    expect(listing).toEqual({
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: "arn:aws:s3:::acme-data",
      Condition: { StringLike: { "s3:prefix": "runs/*" } },
    });
    expect(reads).toEqual({
      Effect: "Allow",
      Action: [
        "s3:GetBucketCORS",
        "s3:GetBucketLocation",
        "s3:GetBucketVersioning",
        "s3:GetEncryptionConfiguration",
      ],
      Resource: "arn:aws:s3:::acme-data",
    });
  });

  test("list without a prefix when the root is the whole bucket", () => {
    expect(statements({ root: "", purpose: "validate" })[1]?.Condition).toBeUndefined();
  });
});

describe("a declared KMS key", () => {
  const kms = (kmsKeyId: string, partition = "aws") => statements({ kmsKeyId, partition }).at(-1);

  test("is usable through S3 alone", () => {
    expect(kms(keyArn)).toEqual({
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:Describe*", "kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"],
      Resource: keyArn,
      Condition: { StringLike: { "kms:ViaService": "s3.*.amazonaws.com" } },
    });
  });

  test("reaches S3 under China's name there", () => {
    expect(kms("mrk-1234", "aws-cn")).toMatchObject({
      Resource: "arn:aws-cn:kms:*:*:key/mrk-1234",
      Condition: { StringLike: { "kms:ViaService": "s3.*.amazonaws.com.cn" } },
    });
  });

  test.each(["alias/byob", "arn:aws:kms:eu-central-1:123456789012:alias/byob"])(
    "that is the alias %s leaves the choice of the key to S3, since an alias is no resource of a policy",
    (alias) => expect(kms(alias)?.Resource).toBe("arn:aws:kms:*:*:key/*"),
  );
});

describe("the longest root", () => {
  const gravestKey = `arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/mrk-${"a".repeat(32)}`;
  const gravest = { partition: "aws-us-gov", bucketName: "b".repeat(63), kmsKeyId: gravestKey };

  const tail = `/_teams/${"t".repeat(48)}/`;

  for (const purpose of ["presign", "validate"] as const) {
    test.each(["a", "*", "$", '"', "$*", 'a"'])(`of %s fits what STS takes (${purpose})`, (piece) => {
      const root = piece.repeat(256 / piece.length) + tail;
      const text = sessionPolicy({ ...gravest, purpose, root });
      expect(text.length).toBeLessThanOrEqual(2048);
      expect(() => JSON.parse(text)).not.toThrow();
    });
  }

  test("is never widened for grants that leave the service", () => {
    const resource = statements({ ...gravest, root: "*".repeat(256) + tail })[0]?.Resource;
    expect(resource).toBe(`arn:aws-us-gov:s3:::${gravest.bucketName}/${"${*}".repeat(256)}${tail}*`);
  });

  test("that is longer than any address allows is an error", () => {
    expect(() => sessionPolicy({ ...scope, root: `${"*".repeat(600)}/` })).toThrow("longer than STS allows");
    expect(() => sessionPolicy({ ...scope, purpose: "validate", root: `${"a".repeat(2000)}/` })).toThrow(
      "longer",
    );
  });
});
