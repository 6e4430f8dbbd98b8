import { describe, expect, test } from "vitest";
import { secret } from "../../../lib/secret.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import { roomOf } from "../../../lib/storage/catalog.ts";
import type { AccessKey } from "../../../lib/storage/credentials.ts";
import type { SignRequest } from "../../../lib/storage/signer.ts";
import { signature, signingKey } from "../../../lib/storage/sigv4.ts";

const KEY: AccessKey = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
};

describe("AWS's documented examples", () => {
  const key = signingKey(KEY.secretAccessKey.reveal(), "20130524", "us-east-1");
  const sign = (canonicalRequest: string) =>
    signature(key, "20130524T000000Z", "20130524/us-east-1/s3/aws4_request", canonicalRequest);

  test("the query string of sigv4-query-string-auth.html has AWS's signature", () => {
    const query =
      "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request" +
      "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host";
    const canonicalRequest = `GET\n/test.txt\n${query}\nhost:examplebucket.s3.amazonaws.com\n\nhost\nUNSIGNED-PAYLOAD`;
    expect(sign(canonicalRequest)).toBe("aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
  });

  test("the GET of sig-v4-header-based-auth.html has AWS's signature", () => {
    const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    const canonicalRequest =
      "GET\n/test.txt\n\nhost:examplebucket.s3.amazonaws.com\nrange:bytes=0-9\n" +
      `x-amz-content-sha256:${empty}\nx-amz-date:20130524T000000Z\n\nhost;range;x-amz-content-sha256;x-amz-date\n${empty}`;
    expect(sign(canonicalRequest)).toBe("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  });
});

describe("a clock that stands at 2026-11-24T08:00:00.500Z", () => {
  const urlOf = async (bucket: Bucket, request: SignRequest, credentials = KEY) => {
    const now = () => new Date("2026-11-24T08:00:00.500Z");
    return (await roomOf(bucket.provider)?.signer(bucket, credentials, { now }).sign(request))?.url;
  };

  test("Amazon S3: a download under an awkward key", async () => {
    const bucket: Bucket = { provider: "AWS", name: "my-bucket", path: "", region: "us-west-2" };
    const key = "run 1/ü+%~#?.bin ";
    expect(await urlOf(bucket, { method: "GET", key, expiresInSeconds: 3600 })).toBe(
      "https://my-bucket.s3.us-west-2.amazonaws.com/run%201/%C3%BC%2B%25~%23%3F.bin%20?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261124%2Fus-west-2%2Fs3%2Faws4_request&X-Amz-Date=20261124T080000Z&X-Amz-Expires=3600&X-Amz-Signature=734a44cbd52947c44814f89bad2543bfabdbf853466c385ebcb4de7d0117b870&X-Amz-SignedHeaders=host&x-amz-checksum-mode=ENABLED&x-id=GetObject",
    );
  });

  test("Amazon S3 in China: an upload bound to type, MD5, length, KMS key and write-once, under a session", async () => {
    const kmsKeyId = "arn:aws-cn:kms:cn-north-1:111122223333:key/1234abcd";
    const bucket: Bucket = { provider: "AWS", name: "my-bucket", path: "", region: "cn-north-1", kmsKeyId };
    const bound = {
      contentType: "text/plain",
      contentMd5: "XUFAKrxLKna5cZ2REBfFkg==",
      contentLength: 5,
      ifNoneMatch: "*",
    } as const;
    const session = { ...KEY, sessionToken: secret("token/+=") };
    expect(await urlOf(bucket, { method: "PUT", key: "a/b", expiresInSeconds: 86_400, bound }, session)).toBe(
      "https://my-bucket.s3.cn-north-1.amazonaws.com.cn/a/b?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261124%2Fcn-north-1%2Fs3%2Faws4_request&X-Amz-Date=20261124T080000Z&X-Amz-Expires=86400&X-Amz-Security-Token=token%2F%2B%3D&X-Amz-Signature=3dd41ca78d0475a92df89e517f59efd50f8427d60a5d4aa6cc8e8555eb17a1c0&X-Amz-SignedHeaders=content-length%3Bcontent-md5%3Bcontent-type%3Bhost%3Bif-none-match%3Bx-amz-server-side-encryption%3Bx-amz-server-side-encryption-aws-kms-key-id&x-id=PutObject",
    );
  });

  test("CoreWeave: a HEAD, with the default region", async () => {
    const bucket: Bucket = { provider: "COREWEAVE", name: "my-bucket", path: "" };
    expect(await urlOf(bucket, { method: "HEAD", key: "a//b", expiresInSeconds: 60 })).toBe(
      "https://my-bucket.cwobject.com/a//b?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261124%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20261124T080000Z&X-Amz-Expires=60&X-Amz-Signature=fb10285b7845f5c416ee908addcdf4882d08181090ab15ff7a624cb2df2631b1&X-Amz-SignedHeaders=host",
    );
  });

  test("an S3-compatible store under a base path: a DELETE", async () => {
    const endpoint = "http://localhost:9000/base";
    const bucket: Bucket = { provider: "MINIO", name: "my_bucket", path: "", region: "auto", endpoint };
    expect(await urlOf(bucket, { method: "DELETE", key: "(x)*", expiresInSeconds: 60 })).toBe(
      "http://localhost:9000/base/my_bucket/%28x%29%2A?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261124%2Fauto%2Fs3%2Faws4_request&X-Amz-Date=20261124T080000Z&X-Amz-Expires=60&X-Amz-Signature=ba94a445c80cde8aca056fd50d75ac51335e902ade5f0f6e4e2489c2d37b569a&X-Amz-SignedHeaders=host&x-id=DeleteObject",
    );
  });

  test("Amazon S3: a download in a user's name", async () => {
    const bucket: Bucket = { provider: "AWS", name: "my-bucket", path: "", region: "us-west-2" };
    const request: SignRequest = { method: "GET", key: "a/b", expiresInSeconds: 3600, user: "Zoë O'Brien" };
    expect(await urlOf(bucket, { ...request, responseContentType: "text/plain" })).toBe(
      "https://my-bucket.s3.us-west-2.amazonaws.com/a/b?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261124%2Fus-west-2%2Fs3%2Faws4_request&X-Amz-Date=20261124T080000Z&X-Amz-Expires=3600&X-Amz-Signature=f44d98daf00979e549d8eac1bc3011f22a70ecacb13b31f69a3e9289e1ef02f6&X-Amz-SignedHeaders=host&X-User=Zo%C3%AB%20O%27Brien&response-content-type=text%2Fplain&x-amz-checksum-mode=ENABLED&x-id=GetObject",
    );
  });
});
