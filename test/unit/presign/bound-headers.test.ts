import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { bindingProblem } from "../../../lib/presign/binding-problem.ts";
import { boundProblem } from "../../../lib/presign/bound-headers.ts";
import { minioRoom } from "../../../lib/storage/minio/room.ts";
import type { Bound } from "../../../lib/storage/signer.ts";

const md5 = createHash("md5").update("x").digest("base64");

describe("what is to be bound", () => {
  test.each<Bound>([
    {},
    { contentType: "" },
    { contentType: "text/plain" },
    { contentType: "text/plain; charset=utf-8" },
    { contentType: 'multipart/related; boundary="a b"' },
    { contentType: "x".repeat(255) },
    { contentMd5: md5 },
    { contentLength: 0 },
    { contentLength: 5 * 1024 ** 3 },
    { contentLength: 100 * 1024 ** 2, contentMd5: md5, contentType: "a/b", ifNoneMatch: "*" },
  ])("can be sent as headers: %j", (bound) => {
    expect(boundProblem(bound)).toBeUndefined();
  });

  test.each([
    " text/plain",
    "text/plain ",
    " ",
    "text/plain\r\nx-amz-acl: public-read",
    "a\tb",
    "a\u0000b",
    "a\u007f",
    "té/xt",
    "日本",
    "\ud800",
    "x".repeat(256),
  ])("no header can hold the content type %j", (contentType) => {
    expect(boundProblem({ contentType })).toBe(
      "contentType has 1 to 255 visible ASCII characters, and no blank around them.",
    );
  });

  test.each([
    "",
    "x",
    md5.slice(0, -1),
    `${md5}=`,
    `${md5}\n`,
    ` ${md5}`,
    md5.replace("==", "AA"),
    createHash("md5").update("x").digest("hex"),
    createHash("sha256").update("x").digest("base64"),
    Buffer.alloc(16, 255).toString("base64url").padEnd(24, "="),
  ])("%j is no MD5", (contentMd5) => {
    expect(boundProblem({ contentMd5 })).toBe(
      "contentMd5 is the base64 of the 16 bytes of an MD5, 24 characters.",
    );
  });

  test("a single upload is at most 5 GiB long", () => {
    expect(boundProblem({ contentLength: 5 * 1024 ** 3 + 1 })).toBe(
      "contentLength is at most 5368709120 bytes for a single upload.",
    );
  });
});

describe("what a provider can bind", () => {
  const all: Bound = { contentType: "a/b", contentMd5: md5, contentLength: 1, ifNoneMatch: "*" };
  const sasRoom = {
    ...minioRoom,
    title: "Azure",
    binds: { contentType: false, contentMd5: false, contentLength: false, ifNoneMatch: true },
  };

  test("nothing asked is nothing refused", () => {
    for (const method of ["GET", "HEAD", "PUT", "DELETE"] as const)
      expect(bindingProblem(sasRoom, method, {})).toBeUndefined();
  });

  test.each(["GET", "HEAD", "DELETE"] as const)("nothing is bound into a %s", (method) => {
    expect(bindingProblem(minioRoom, method, { contentLength: 0 })).toBe(
      "contentLength: only an upload (PUT) binds these into its URL.",
    );
  });

  test("the S3 family binds all of it into a PUT", () => {
    expect(bindingProblem(minioRoom, "PUT", all)).toBeUndefined();
  });

  test("what a provider's table does not have is named", () => {
    expect(bindingProblem(sasRoom, "PUT", all)).toBe(
      "Azure cannot bind contentType, contentMd5, contentLength into a URL.",
    );
    expect(bindingProblem(sasRoom, "PUT", { ifNoneMatch: "*" })).toBeUndefined();
  });
});
