import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../../errors.ts";
import type { Principal } from "../../principal.ts";
import type { FinishedPart, MultipartSigner } from "../../storage/multipart.ts";
import type { Spent } from "../../storage/spent.ts";
import { type MultipartDeps, type Target, targetOf } from "./open-upload.ts";
import { requireDistinct } from "./part-numbers.ts";
import { atStore, patiently, problemOfStore, type StoreLine } from "./store-call.ts";
import type { Upload } from "./upload-ids.ts";

export interface CompleteRequest {
  team: string;
  key: string;
  uploadId: string;
  /** In any order; ETags as the store answered them, quoted or bare. */
  parts: readonly FinishedPart[];
}

/** `completing`: the store is still at it after 25 s, and the same request again finds out what came of it. */
export type Completion = { state: "completed"; etag?: string } | { state: "completing" };

/** Milliseconds; API Gateway waits for 30 s. */
const PATIENCE_MS = 25_000;
const DOING = "completing an upload";

/**
 * Makes one object of an upload's parts. May be repeated: an upload that was completed before is found to be.
 * Throws as `targetOf` and `UploadIds.open`, and `upload.parts_invalid`, `upload.not_found`, `object.exists`,
 * `store.unavailable` or `store.refused`.
 */
export async function completeUpload(
  deps: MultipartDeps,
  principal: Principal,
  request: CompleteRequest,
): Promise<Completion> {
  requireDistinct(request.parts);
  const parts = request.parts.toSorted((one, other) => one.partNumber - other.partNumber);
  const find = () => targetOf(deps, principal, request);
  const target = await find();
  const upload = await deps.uploadIds.open(target.scope, request.uploadId);
  const { partsHaveEtags, etagIn } = await target.binding.multipart();
  if (partsHaveEtags && parts.some(({ etag }) => !etag))
    throw new AppError("request.invalid", "Each part needs the ETag that its upload was answered.");

  const lateMs = deps.now().getTime() + PATIENCE_MS;
  const thereIsTime = () => deps.now().getTime() < lateMs;
  const { spent } = await atStore(deps, target, {
    timeoutMs: PATIENCE_MS,
    again: find,
    ask: (multipart, place) => async (line) => {
      const done = (pausesMs?: readonly number[]) =>
        foundDone(line, multipart, place, upload, parts, pausesMs);
      const before = multipart.completesAnew ? await done() : undefined;
      if (before !== undefined) return before;
      const ended = await patiently(() => complete(line, multipart, place, upload, parts), thereIsTime);
      if (!OVER.includes(ended.cause)) return ended;
      return (await done(ended.cause === "no-such-key" ? UNTIL_SEEN_MS : [])) ?? ended;
    },
  });
  if (spent.cause === "ok") {
    const etag = spent.answer && etagIn(spent.answer);
    return { state: "completed", ...(etag === undefined ? {} : { etag }) };
  }
  if (spent.cause === "no-answer" && !thereIsTime()) return { state: "completing" };
  throw problemOfStore(spent, DOING);
}

async function complete(
  line: StoreLine,
  multipart: MultipartSigner,
  { binding: { room }, fullKey }: Target,
  { storeId, ...object }: Upload,
  parts: readonly FinishedPart[],
): Promise<Spent> {
  const { grant, body } = await multipart.complete(fullKey, storeId, parts, object);
  const spent = await line.spend(grant, body);
  if (spent.cause !== "ok" || spent.answer === undefined || multipart.isComplete(spent.answer)) return spent;
  // S3 may answer 200 before it knows, and then tell of a failure in the body.
  return { ...spent, cause: room.diagnose({ ...spent.answer, status: 400 }) };
}

/** Between looks for an object whose upload is over: another request may be completing it at this moment. */
const UNTIL_SEEN_MS = [200, 600];

/**
 * A repeat finds no upload any more, or an object: the one that it made itself has its mark. What it made of other parts
 * is not what is asked for. Undefined when there is no object of this upload.
 */
async function foundDone(
  line: StoreLine,
  multipart: MultipartSigner,
  { binding, fullKey }: Target,
  { mark }: Upload,
  parts: readonly FinishedPart[],
  pausesMs: readonly number[] = [],
): Promise<Spent | undefined> {
  const signer = await binding.signer();
  const grant = () => signer.sign({ method: "HEAD", key: fullKey, expiresInSeconds: 300 });
  for (const pauseMs of [0, ...pausesMs]) {
    if (pauseMs > 0) await sleep(pauseMs);
    const head = await patiently(() => line.spend(grant()));
    if (head.cause === "no-answer" || head.cause === "unavailable") return head; // then nothing is known
    const made =
      head.cause === "ok" && head.answer && mark ? multipart.madeBy(head.answer, mark, parts) : undefined;
    if (made === "others") return { cause: "bad-parts" };
    if (made !== undefined) return head;
  }
  return undefined;
}

/** What a store answers when an upload is no longer there to be completed; Ceph says 500 (16.2, measured 2026-11-24). */
const OVER: readonly Spent["cause"][] = ["no-such-key", "object-exists", "bad-parts", "unavailable"];
