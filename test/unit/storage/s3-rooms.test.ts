import { describe, expect, test } from "vitest";
import { secret } from "../../../lib/secret.ts";
import { awsRoom } from "../../../lib/storage/aws/room.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import { coreweaveRoom } from "../../../lib/storage/coreweave/room.ts";
import { minioRoom } from "../../../lib/storage/minio/room.ts";
import type { Grant, SignRequest } from "../../../lib/storage/signer.ts";

const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: secret("do-not-tell") };
const now = () => new Date("2026-11-24T08:00:00Z");

function roomFor({ provider }: Bucket) {
  if (provider === "AWS") return awsRoom;
  return provider === "COREWEAVE" ? coreweaveRoom : minioRoom;
}

function grantOf(bucket: Bucket, request: Partial<SignRequest> = {}, keys = credentials): Grant {
  return roomFor(bucket)
    .signer(bucket, keys, { now })
    .sign({ method: "GET", key: "k", expiresInSeconds: 60, ...request });
}

const aws = (name: string, region: string): Bucket => ({ provider: "AWS", name, path: "", region });
const minio = (endpoint: string): Bucket => ({
  provider: "MINIO",
  name: "b_1",
  path: "",
  region: "x",
  endpoint,
});

describe("where a bucket is reached", () => {
  test.each([
    [aws("runs", "eu-west-1"), "https://runs.s3.eu-west-1.amazonaws.com/k"],
    [aws("runs", "us-gov-west-1"), "https://runs.s3.us-gov-west-1.amazonaws.com/k"],
    [aws("runs", "cn-north-1"), "https://runs.s3.cn-north-1.amazonaws.com.cn/k"],
    [aws("dotted.runs", "eu-west-1"), "https://s3.eu-west-1.amazonaws.com/dotted.runs/k"],
    [{ provider: "COREWEAVE", name: "runs", path: "" } satisfies Bucket, "https://runs.cwobject.com/k"],
    [minio("http://minio.acme.test:9000"), "http://minio.acme.test:9000/b_1/k"],
    [minio("https://minio.acme.test:443/"), "https://minio.acme.test/b_1/k"],
    [minio("http://[::1]:9000/a/b/"), "http://[::1]:9000/a/b/b_1/k"],
  ])("%o", (bucket, url) => {
    expect(grantOf(bucket).url.split("?")[0]).toBe(url);
  });

  test.each([
    [
      aws("runs", "eu-west-1"),
      { host: "runs.s3.eu-west-1.amazonaws.com", port: 443, tls: true, minTlsVersion: "TLSv1.2" },
    ],
    [
      { provider: "COREWEAVE", name: "runs", path: "" } satisfies Bucket,
      { host: "runs.cwobject.com", port: 443, tls: true, minTlsVersion: "TLSv1.3" },
    ],
    [minio("http://minio.acme.test"), { host: "minio.acme.test", port: 80, tls: false }],
    [minio("https://[::1]:9000/base"), { host: "::1", port: 9000, tls: true }],
  ])("%o connects to %o", (bucket, reach) => {
    expect(roomFor(bucket).reach(bucket)).toEqual(reach);
  });
});

describe("what a grant says", () => {
  const bucket = { ...aws("runs", "eu-west-1"), kmsKeyId: "arn:aws:kms:eu-west-1:1:key/a" };

  test("an upload lists every header that it binds, and not the host", () => {
    const bound = {
      contentType: "text/plain",
      contentMd5: "XUFAKrxLKna5cZ2REBfFkg==",
      contentLength: 0,
      ifNoneMatch: "*",
    } as const;
    expect(grantOf(bucket, { method: "PUT", bound }).headers).toEqual({
      "Content-Type": "text/plain",
      "Content-MD5": "XUFAKrxLKna5cZ2REBfFkg==",
      "Content-Length": "0",
      "If-None-Match": "*",
      "x-amz-server-side-encryption": "aws:kms",
      "x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:eu-west-1:1:key/a",
    });
  });

  test.each(["GET", "HEAD", "DELETE"] as const)("a %s binds the host alone", (method) => {
    const grant = grantOf(bucket, { method, bound: { contentType: "text/plain" } });
    expect(grant.headers).toEqual({});
    expect(new URL(grant.url).searchParams.get("X-Amz-SignedHeaders")).toBe("host");
  });

  test("expiresAt and the URL tell the same end, cut to the credentials' own", () => {
    const session = { ...credentials, expiresAt: new Date("2026-11-24T08:10:00Z") };
    const grant = grantOf(bucket, { expiresInSeconds: 86_400 }, session);
    expect(new URL(grant.url).searchParams.get("X-Amz-Expires")).toBe("600");
    expect(grant.expiresAt).toEqual(session.expiresAt);
  });

  test("the secret is not in it", () => {
    expect(JSON.stringify(grantOf(bucket))).not.toContain("do-not-tell");
  });
});
