import { expect, test } from "vitest";
import { completeUpload } from "../../../lib/presign/multipart/complete-upload.ts";
import { awsRoom } from "../../../lib/storage/aws/room.ts";
import type { Spent } from "../../../lib/storage/spent.ts";
import { MEMBER, said, scriptedStore } from "./scripted-store.ts";

const DONE = "<CompleteMultipartUploadResult/>";
const MARK = { "x-amz-meta-wandb-upload": "m1", etag: '"e-1"' };

/** Completes an upload at a store that answers as it is told: to POST and to HEAD, the last answer again and again. */
async function complete(
  answers: { post: Spent[]; head?: Spent[] },
  { clock, room }: { clock?: () => number; room?: typeof awsRoom } = {},
) {
  const next = (list: Spent[]) => (list.length > 1 ? list.shift() : list[0]) ?? said("no-answer");
  const { deps, asked, uploadId } = scriptedStore(
    (method) => next(method === "POST" ? answers.post : (answers.head ?? [])),
    clock,
    room,
  );
  const parts = [{ partNumber: 1, etag: '"e"' }];
  const request = { team: "omega", key: "k", uploadId: await uploadId(), parts };
  const outcome = await completeUpload(deps, MEMBER, request).catch(({ code }) => code);
  return { outcome, asked };
}

test("an object whose upload another request is completing at this moment is waited for", async () => {
  // What the key held before, and what S3 says to those who may not list.
  const head = [
    said("ok", { ...MARK, "x-amz-meta-wandb-upload": "m0" }),
    said("access-denied"),
    said("ok", MARK),
  ];
  const { outcome, asked } = await complete({ post: [said("no-such-key")], head });
  expect([outcome, asked]).toEqual([{ state: "completed", etag: '"e-1"' }, ["POST", "HEAD", "HEAD", "HEAD"]]);
});

test.each(["no-such-key", "bad-parts"] as const)(
  "%s, and an object that this upload made of another number of parts",
  async (cause) => {
    const head = [said("ok", { ...MARK, etag: '"e-2"' })];
    const { outcome } = await complete({ post: [said(cause)], head }, { room: awsRoom });
    expect(outcome).toBe("upload.parts_invalid");
    // Other stores count in their own way.
    expect((await complete({ post: [said(cause)], head })).outcome).toMatchObject({ state: "completed" });
  },
);

test("the ETag that S3 answers in the body alone", async () => {
  const body = "<CompleteMultipartUploadResult><ETag>&quot;e-1&quot;</ETag></CompleteMultipartUploadResult>";
  const { outcome } = await complete({ post: [said("ok", {}, body)] });
  expect(outcome).toEqual({ state: "completed", etag: '"e-1"' });
});

test("a completion", async () => {
  const { outcome, asked } = await complete({ post: [said("ok", {}, DONE)] });
  expect([outcome, asked]).toEqual([{ state: "completed" }, ["POST"]]);
});

test("200 with a failure in it is tried again", async () => {
  const failure = said("ok", {}, "<Error><Code>InternalError</Code></Error>");
  const { outcome, asked } = await complete({ post: [failure, said("ok", {}, DONE)] });
  expect([outcome, asked]).toEqual([{ state: "completed" }, ["POST", "POST"]]);
});

test.each(["no-such-key", "object-exists", "bad-parts", "unavailable"] as const)(
  "%s, and an object with the upload's mark: it was completed before",
  async (cause) => {
    const { outcome } = await complete({ post: [said(cause)], head: [said("ok", MARK)] });
    expect(outcome).toEqual({ state: "completed", etag: '"e-1"' });
  },
);

test.each([
  ["no-such-key", "upload.not_found"],
  ["object-exists", "object.exists"],
  ["bad-parts", "upload.parts_invalid"],
  ["unavailable", "store.unavailable"],
] as const)("%s, and an object that another upload made: %s", async (cause, code) => {
  const others = said("ok", { ...MARK, "x-amz-meta-wandb-upload": "m2" });
  expect((await complete({ post: [said(cause)], head: [others] })).outcome).toBe(code);
  expect((await complete({ post: [said(cause)], head: [said("no-such-key")] })).outcome).toBe(code);
});

test.each(["no-answer", "unavailable"] as const)(
  "where the object cannot be looked for (%s), nothing is said of the upload",
  async (cause) => {
    const { outcome } = await complete({ post: [said("no-such-key")], head: [said(cause)] });
    expect(outcome).toBe("store.unavailable");
  },
);

test("a store that is still at it after 25 s", async () => {
  let ms = 0;
  const clock = () => {
    ms += 9_000;
    return ms;
  };
  const { outcome, asked } = await complete({ post: [said("no-answer")] }, { clock });
  expect(outcome).toEqual({ state: "completing" });
  expect(asked.length).toBeLessThan(3);
});

test("keys that are refused, and no others to be had", async () => {
  expect((await complete({ post: [said("access-denied")] })).outcome).toBe("store.refused");
});
