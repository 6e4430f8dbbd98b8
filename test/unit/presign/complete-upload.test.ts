import { expect, test } from "vitest";
import type { OpenBinding } from "../../../lib/presign/bindings.ts";
import { completeUpload } from "../../../lib/presign/multipart/complete-upload.ts";
import type { MultipartDeps } from "../../../lib/presign/multipart/open-upload.ts";
import { uploadIds } from "../../../lib/presign/multipart/upload-ids.ts";
import { secret } from "../../../lib/secret.ts";
import { minioRoom } from "../../../lib/storage/minio/room.ts";
import type { Cause } from "../../../lib/storage/room.ts";
import type { Spent } from "../../../lib/storage/spent.ts";
import { sampleTeam } from "../../support/sample-team.ts";

const member = { sub: "member1", org: "acme", teams: new Set(["omega"]), roles: new Set<string>() };
const ids = uploadIds(async () => new Uint8Array(32));
const DONE = "<CompleteMultipartUploadResult/>";
const MARK = { "x-amz-meta-wandb-upload": "m1", etag: '"e-1"' };

const said = (cause: Cause | "no-answer", headers: Record<string, string> = {}, text = ""): Spent =>
  cause === "no-answer"
    ? { cause }
    : {
        cause,
        answer: { status: cause === "ok" ? 200 : 404, headers, body: new TextEncoder().encode(text) },
      };

/** Completes an upload at a store that answers as it is told: to POST and to HEAD, the last answer again and again. */
async function complete(answers: { post: Spent[]; head?: Spent[] }, clock: () => number = () => 0) {
  const { binding } = sampleTeam({ name: "omega" });
  const keys = { accessKeyId: "K", secretAccessKey: secret("s") };
  const now = () => new Date(Date.parse("2026-11-24T12:00:00Z") + clock());
  const open: OpenBinding = {
    team: sampleTeam({ name: "omega" }),
    room: minioRoom,
    signer: async () => minioRoom.signer(binding.bucket, keys, { now }),
    multipart: () => minioRoom.multipart(binding.bucket, keys, { now }),
  };
  const asked: string[] = [];
  const next = (list: Spent[]) => (list.length > 1 ? list.shift() : list[0]) ?? said("no-answer");
  const deps: MultipartDeps = {
    deployment: { type: "self-managed", org: "acme", frontendOrigins: [] },
    bindings: { find: async () => open, drop: () => false },
    uploadIds: ids,
    attribution: false,
    now,
    openLine: async () => ({
      async spend(grant) {
        const { method } = await grant;
        asked.push(method);
        return next(method === "POST" ? answers.post : (answers.head ?? []));
      },
      close: async () => undefined,
    }),
  };
  const uploadId = await ids.seal({ org: "acme", team: "omega", key: "k" }, { storeId: "s", mark: "m1" });
  const request = { team: "omega", key: "k", uploadId, parts: [{ partNumber: 1, etag: '"e"' }] };
  const outcome = await completeUpload(deps, member, request).catch(({ code }) => code);
  return { outcome, asked };
}

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
  const { outcome, asked } = await complete({ post: [said("no-answer")] }, () => {
    ms += 9_000;
    return ms;
  });
  expect(outcome).toEqual({ state: "completing" });
  expect(asked.length).toBeLessThan(3);
});

test("keys that are refused, and no others to be had", async () => {
  expect((await complete({ post: [said("access-denied")] })).outcome).toBe("store.refused");
});
