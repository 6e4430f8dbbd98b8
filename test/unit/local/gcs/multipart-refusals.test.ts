import { hash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type GcsPermission, STORAGE_ADMIN } from "../../../../functions/local/gcs/gcs-bucket.ts";
import { hmacSigning } from "../../../../lib/storage/gcp/hmac-signing.ts";
import { gcpSigner } from "../../../../lib/storage/gcp/signer.ts";
import { atEndpoint } from "../../../../lib/storage/s3/layout.ts";
import { type GcsStore, startGcsStore } from "../../../support/gcs-store.ts";
import { beginUpload, type Call, codeOf, hmacCalls, partList, type Send, sendAs } from "./signed-calls.ts";

const KEY = "refused";
const etag = (text: string) => `"${hash("md5", text)}"`;

let store: GcsStore;
let send: Send;
beforeAll(async () => {
  store = await startGcsStore();
  send = hmacCalls(store.server.endpoint, store.hmacKey);
});
afterAll(() => store?.close());
beforeEach(() => allow(STORAGE_ADMIN));

function allow(permissions: readonly GcsPermission[]): void {
  store.settings.permissions = { [store.serviceAccountKey.clientEmail]: permissions };
}
const without = (...missing: GcsPermission[]) =>
  allow(STORAGE_ADMIN.filter((each) => !missing.includes(each)));

/** Each request about uploads in parts. */
const calls = (uploadId: string): Record<string, Call> => ({
  begin: { method: "POST", key: KEY, parameters: { uploads: "" } },
  put: { method: "PUT", key: KEY, parameters: { partNumber: "1", uploadId }, body: "x" },
  list: { method: "GET", key: KEY, parameters: { uploadId } },
  complete: { method: "POST", key: KEY, parameters: { uploadId }, body: partList([[1, etag("x")]]) },
  abort: { method: "DELETE", key: KEY, parameters: { uploadId } },
});

describe("a list of parts", () => {
  let uploadId: string;
  beforeAll(async () => {
    uploadId = await beginUpload(send, KEY);
    for (const [partNumber, body] of ["one", "two", "x".repeat(5 * 1024 * 1024)].entries()) {
      const parameters = { partNumber: String(partNumber + 1), uploadId };
      await send({ method: "PUT", key: KEY, parameters, body });
    }
  });
  const ONE = [1, etag("one")] as const;
  const TWO = [2, etag("two")] as const;
  const BIG = [3, etag("x".repeat(5 * 1024 * 1024))] as const;

  test.each([
    ["that is no XML", "nonsense", "MalformedXML"],
    ["that is empty", "", "MalformedXML"],
    ["that ends early", partList([ONE]).slice(0, -3), "MalformedXML"],
    ["of another name", partList([ONE]).replaceAll("Complete", "Initiate"), "MalformedXML"],
    ["without parts", partList([]), "MalformedXML"],
    ["without an ETag", partList([ONE]).replace(/<ETag>.*<\/ETag>/, ""), "MalformedXML"],
    ["with a number that is none", partList([["first", etag("one")]]), "MalformedXML"],
    ["with an entity of its own", `<!DOCTYPE a [<!ENTITY b "c">]>${partList([ONE])}`, "MalformedXML"],
    ["in descending order", partList([BIG, ONE]), "InvalidPartOrder"],
    ["with a part twice", partList([BIG, BIG]), "InvalidPartOrder"],
    ["with a part that was not sent", partList([ONE, [4, etag("one")]]), "InvalidPart"],
    ["with another ETag", partList([[1, etag("two")]]), "InvalidPart"],
    ["with part of an ETag", partList([[1, etag("one").slice(1, 9)]]), "InvalidPart"],
    ["with a small part that is not the last", partList([ONE, TWO]), "EntityTooSmall"],
    ["with a small part before a large one", partList([ONE, BIG]), "EntityTooSmall"],
  ])("%s is refused", async (_what, body, code) => {
    const answer = await send({ method: "POST", key: KEY, parameters: { uploadId }, body });
    expect(codeOf(answer)).toBe(`400 ${code}`);
  });

  test("is welcome after all that", async () => {
    const body = partList([BIG]);
    expect((await send({ method: "POST", key: KEY, parameters: { uploadId }, body })).status).toBe(200);
  });
});

test.each(["0", "10001", "-1", "1.5", "one", ""])("part number %j is refused", async (partNumber) => {
  const uploadId = await beginUpload(send, KEY);
  const parameters = { partNumber, uploadId };
  expect(codeOf(await send({ method: "PUT", key: KEY, parameters, body: "x" }))).toBe("400 InvalidArgument");
});

test("an upload is known for its own object alone", async () => {
  const uploadId = await beginUpload(send, KEY);
  const { begin, ...others } = calls(uploadId);
  for (const call of Object.values(others)) {
    expect(codeOf(await send({ ...call, key: "another" }))).toBe("404 NoSuchUpload");
    expect(codeOf(await send({ ...call, parameters: { ...call.parameters, uploadId: "x" } }))).toBe(
      "404 NoSuchUpload",
    );
  }
});

test("no precondition is taken, in any of the requests", async () => {
  const every = calls(await beginUpload(send, KEY));
  for (const call of Object.values(every)) {
    const answer = await send({ ...call, headers: { "x-goog-if-generation-match": "0" } });
    expect(codeOf(answer)).toBe("400 NotImplemented");
  }
  expect((await send({ method: "GET", key: KEY, parameters: every.list?.parameters ?? {} })).status).toBe(
    200,
  );
});

test("a copy of another object as a part is not served", async () => {
  const { put } = calls(await beginUpload(send, KEY));
  const answer = await send({ ...(put as Call), headers: { "x-goog-copy-source": "/acme-bucket/a" } });
  expect(codeOf(answer)).toBe("501 NotImplemented");
});

test.each([
  ["begin", "storage.multipartUploads.create"],
  ["begin", "storage.objects.create"],
  ["put", "storage.multipartUploads.create"],
  ["put", "storage.objects.create"],
  ["list", "storage.multipartUploads.listParts"],
  ["complete", "storage.multipartUploads.create"],
  ["complete", "storage.objects.create"],
  ["abort", "storage.multipartUploads.abort"],
] as const)("%s takes %s", async (name, permission) => {
  const uploadId = await beginUpload(send, KEY);
  await send(calls(uploadId).put as Call);
  const call = calls(uploadId)[name] as Call;
  without(permission);
  expect(codeOf(await send(call))).toBe("403 AccessDenied");
  allow(STORAGE_ADMIN);
  expect((await send(call)).status).toBeLessThan(300);
});

test("to complete takes storage.objects.delete only where it replaces an object", async () => {
  without("storage.objects.delete");
  const completeOf = async (key: string) => {
    const uploadId = await beginUpload(send, key);
    await send({ ...(calls(uploadId).put as Call), key });
    return send({ ...(calls(uploadId).complete as Call), key });
  };
  expect((await completeOf("first of its name")).status).toBe(200);
  expect(codeOf(await completeOf("first of its name"))).toBe("403 AccessDenied");
});

describe("a signature", () => {
  const urlOf = async ({ method, key, parameters = {} }: Call) => {
    const layout = atEndpoint("acme-bucket", store.server.endpoint, "auto");
    const signer = gcpSigner({ layout, signing: hmacSigning(store.hmacKey), now: () => new Date() });
    return (await signer.signSubresource({ method, key, parameters }, 600)).url;
  };

  test("is needed for each request, even where everybody may read", async () => {
    store.settings.public = true;
    for (const { method, parameters, body } of Object.values(calls(await beginUpload(send, KEY)))) {
      const url = `${store.server.endpoint}/acme-bucket/${KEY}?${new URLSearchParams(parameters)}`;
      expect(codeOf(await sendAs(method, url, {}, body as string))).toBe("403 AccessDenied");
    }
    store.settings.public = false;
  });

  test("holds for its method, its upload and its part alone", async () => {
    const uploadId = await beginUpload(send, KEY);
    const other = await beginUpload(send, KEY);
    const { begin, put, complete, abort, list } = calls(uploadId);
    for (const [call, method] of [
      [begin, "PUT"],
      [put, "POST"],
      [complete, "DELETE"],
      [abort, "GET"],
      [list, "DELETE"],
    ] as const) {
      const answer = await sendAs(method, await urlOf(call as Call), {}, "x");
      expect(codeOf(answer)).toBe("403 SignatureDoesNotMatch");
    }
    const url = await urlOf(put as Call);
    for (const changed of [
      url.replace(uploadId, other),
      url.replace("partNumber=1", "partNumber=2"),
      url.replace("&partNumber=1", ""),
      url.replace(`&uploadId=${uploadId}`, ""),
      url.replace(KEY, "another"),
    ]) {
      expect(changed).not.toBe(url);
      expect(codeOf(await sendAs("PUT", changed, {}, "x"))).toBe("403 SignatureDoesNotMatch");
    }
    const plain = await urlOf({ method: "PUT", key: KEY });
    expect(codeOf(await sendAs("PUT", `${plain}&partNumber=1&uploadId=${uploadId}`, {}, "x"))).toBe(
      "403 SignatureDoesNotMatch",
    );
    expect((await sendAs("PUT", url, {}, "x")).status).toBe(200);
  });
});
