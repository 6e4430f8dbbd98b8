import { randomBytes } from "node:crypto";
import type { Spent } from "../storage/spent.ts";
import type { Attempt } from "./cause-words.ts";
import type { Probe } from "./probe.ts";

/** The step that did not succeed. */
export interface Setback extends Attempt {
  spent: Spent;
}

const LIFE_SECONDS = 300;

/** Uploads a probe object in one part; gives back what went wrong, if anything did. */
export async function uploadInParts(probe: Probe): Promise<Setback | undefined> {
  const { multipart } = probe;
  const key = probe.key("in parts");
  const begun = await begin(probe, key);
  if ("spent" in begun) return begun;
  const { uploadId } = begun;
  const spent = await probe.spend(
    multipart.part(key, uploadId, 1, { expiresInSeconds: LIFE_SECONDS }),
    probe.content,
  );
  if (spent.cause !== "ok") return { spent, doing: "uploading a part", needs: "multipart" };
  const etag = spent.answer?.headers.etag;
  const parts = [{ partNumber: 1, ...(etag === undefined ? {} : { etag }) }];
  const { grant, body } = await multipart.complete(key, uploadId, parts);
  probe.note(key);
  const completed = await probe.spend(grant, body);
  const doing = "completing an upload in parts";
  if (completed.cause !== "ok") return { spent: completed, doing, needs: "multipart" };
  if (completed.answer === undefined || !multipart.isComplete(completed.answer))
    return { spent: { ...completed, cause: "unreadable" }, doing, needs: "multipart" };
  begun.done();
  return undefined;
}

/** Begins an upload and aborts it; nothing to do where uploads cannot be aborted. */
export async function abandonedUpload(probe: Probe): Promise<Setback | undefined> {
  const { abort } = probe.multipart;
  if (abort === undefined) return undefined;
  const key = probe.key("aborted");
  const begun = await begin(probe, key);
  if ("spent" in begun) return begun;
  const spent = await probe.spend(abort(key, begun.uploadId));
  if (spent.cause !== "ok" && spent.cause !== "no-such-key")
    return { spent, doing: "aborting an upload in parts", needs: "abort" };
  begun.done();
  return undefined;
}

/** Begins an upload that is aborted when the checks end, unless it is `done` by then. */
async function begin(probe: Probe, key: string): Promise<{ uploadId: string; done: () => void } | Setback> {
  const { create, uploadIdOf, abort } = probe.multipart;
  if (create === undefined) return { uploadId: randomBytes(8).toString("hex"), done: () => undefined };
  const doing = "beginning an upload in parts";
  const spent = await probe.spend(create(key));
  if (spent.cause !== "ok") return { spent, doing, needs: "multipart" };
  const uploadId = spent.answer && uploadIdOf(spent.answer);
  if (uploadId === undefined) return { spent: { ...spent, cause: "unreadable" }, doing, needs: "multipart" };
  const done = abort ? probe.undoLater(await abort(key, uploadId)) : () => undefined;
  return { uploadId, done };
}
