import { expect, test } from "vitest";
import { abortUpload } from "../../../lib/presign/multipart/abort-upload.ts";
import { beginUpload } from "../../../lib/presign/multipart/begin-upload.ts";
import { MEMBER, said, scriptedStore } from "./scripted-store.ts";

test("an upload is begun by three requests at most, none of which is sent again on the way", async () => {
  const { deps, asked, options } = scriptedStore(() => said("no-answer"));
  const begun = beginUpload(deps, MEMBER, { team: "omega", key: "k", partCount: 1 });
  await expect(begun).rejects.toMatchObject({ code: "store.unavailable" });
  expect(asked).toEqual(["POST", "POST", "POST"]);
  expect(options).toEqual([{ once: true }, { once: true }, { once: true }]);
});

test.each([
  ["it was aborted", said("ok", {}, "", 204), undefined],
  ["nothing but that it is well", said("ok", {}, "", 200), undefined],
  ["it is gone already", said("no-such-key"), undefined],
  ["a page that is not the store's", said("ok", {}, "<html>", 200), "store.refused"],
  [
    "an error in a success",
    said("ok", {}, "<Error><Code>InternalError</Code></Error>", 200),
    "store.refused",
  ],
  ["keys that may not", said("access-denied"), "store.refused"],
  ["nothing", said("no-answer"), "store.unavailable"],
])("an upload is aborted when the store says so: %s", async (_what, answer, code) => {
  const { deps, uploadId } = scriptedStore(() => answer);
  const request = { team: "omega", key: "k", uploadId: await uploadId() };
  expect(await abortUpload(deps, MEMBER, request).catch((error) => error.code)).toBe(code);
});
