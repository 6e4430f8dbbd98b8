import { randomBytes } from "node:crypto";
import { AppError } from "../../errors.ts";
import type { Principal } from "../../principal.ts";
import type { NewObject } from "../../storage/multipart.ts";
import type { Bound } from "../../storage/signer.ts";
import { boundProblem } from "../bound-headers.ts";
import { type MultipartDeps, type Target, targetOf } from "./open-upload.ts";
import { type AskedPart, pageOf } from "./part-numbers.ts";
import { type PartGrants, signable, signParts } from "./sign-parts.ts";
import { atStore, patiently, problemOfStore } from "./store-call.ts";

export interface BeginRequest extends Pick<Bound, "contentType" | "ifNoneMatch"> {
  team: string;
  key: string;
  parts?: readonly AskedPart[];
  partCount?: number;
  /** Seconds. */
  expiresIn?: number;
}

const CALL_TIMEOUT_MS = 5_000;

/**
 * Begins an upload in parts at the team's store and signs the first page of its parts. What is wrong with the request is
 * found out before anything is begun. Throws as `targetOf` and `signable`, and `store.unavailable` or `store.refused`.
 */
export async function beginUpload(
  deps: MultipartDeps,
  principal: Principal,
  request: BeginRequest,
): Promise<PartGrants & { uploadId: string }> {
  const { contentType, ifNoneMatch, expiresIn } = request;
  const asked = pageOf(request);
  const find = () => targetOf(deps, principal, request);
  const found = await find();
  requireBindable(found, { ...(contentType && { contentType }), ...(ifNoneMatch && { ifNoneMatch }) });
  const page = signable(asked, found.binding.room, expiresIn);
  const object = { mark: randomBytes(12).toString("hex"), ...(contentType && { contentType }) };
  const { storeId, target } = await begunAtStore(deps, found, find, object);
  const grants = await signParts(deps, principal, target, storeId, page);
  const uploadId = await deps.uploadIds.seal(target.scope, {
    storeId,
    ...object,
    ...(ifNoneMatch && { ifNoneMatch }),
  });
  return { uploadId, ...grants };
}

function requireBindable(
  { binding: { room } }: Target,
  bound: Pick<Bound, "contentType" | "ifNoneMatch">,
): void {
  const problem = boundProblem(bound);
  if (problem !== undefined) throw new AppError("object.invalid", problem);
  if (bound.ifNoneMatch && !room.bindsMultipart.ifNoneMatch)
    throw new AppError("binding.unsupported", `${room.title} cannot make an upload in parts write-once.`);
}

/** The upload's id at the store, and the target whose keys began it: they are to sign for its parts, too. */
async function begunAtStore(
  deps: MultipartDeps,
  found: Target,
  again: () => Promise<Target>,
  object: NewObject,
): Promise<{ storeId: string; target: Target }> {
  const { target, spent } = await atStore(deps, found, {
    timeoutMs: CALL_TIMEOUT_MS,
    again,
    ask: ({ create }, { fullKey }) =>
      create && ((line) => patiently(() => line.spend(create(fullKey, object), undefined, { once: true }))),
  });
  const { create, uploadIdOf } = await target.binding.multipart();
  if (create === undefined) return { storeId: randomBytes(8).toString("hex"), target };
  const storeId = spent.cause === "ok" && spent.answer ? uploadIdOf(spent.answer) : undefined;
  if (storeId !== undefined) return { storeId, target };
  throw problemOfStore(
    spent.cause === "ok" ? { ...spent, cause: "unreadable" } : spent,
    "beginning an upload",
  );
}
