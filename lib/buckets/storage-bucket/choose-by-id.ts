import { type AddressContext, type AddressResult, refuse } from "../../storage/address/address-result.ts";
import { isWithin, pathProblem, percentWarning, trimSlashes } from "../../storage/address/path.ts";
import type { PlainBody } from "./one-spelling.ts";
import { settleProvider } from "./settle-provider.ts";

/** What the id has said already. */
const SAID = ["address", "name", "endpoint", "region", "accountName", "containerName"] as const;

/**
 * Finds the bucket that was chosen by its id of `GET /buckets`; a path beside it, inside the bucket's own, takes its
 * place. Credentials never come with it.
 */
export function chooseById(id: string, body: PlainBody, context: AddressContext): AddressResult {
  const twice = SAID.find((field) => body[field] !== undefined);
  if (twice !== undefined) {
    return refuse(`The bucket was chosen by its id, and ${twice} stands beside it.`, `Leave ${twice} away.`);
  }
  const bucket = context.byId?.(id);
  if (bucket === undefined) {
    return refuse(
      "No bucket that this organisation can pick from has this id.",
      "Take an id from GET /buckets, or give the bucket's address or its fields.",
    );
  }
  const notes = settleProvider(body.provider, { provider: bucket.provider });
  if ("ok" in notes) return notes;
  const path = trimSlashes(body.path ?? bucket.path);
  const wrongPath = pathProblem(path, bucket.provider);
  if (wrongPath) return refuse(wrongPath);
  if (!isWithin(path, bucket.path)) {
    return refuse(
      "The path is not inside the path of the bucket that was chosen.",
      "Begin it with the path that GET /buckets shows, or leave it away.",
    );
  }
  return { ok: true, bucket: { ...bucket, path }, warnings: [...notes, ...percentWarning(path)] };
}
