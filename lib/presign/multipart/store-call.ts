import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../../errors.ts";
import type { Spend, Spent } from "../../storage/spent.ts";
import type { OpenBinding } from "../bindings.ts";

/** The way to a team's store, for the few requests that the service makes itself; `close` hangs up. */
export interface StoreLine {
  spend: Spend;
  close(): Promise<void>;
}

/** Opens a line on which no request takes longer than `timeoutMs`. */
export type OpenLine = (binding: OpenBinding, timeoutMs: number) => Promise<StoreLine>;

/** Milliseconds between tries; the store may be busy for a moment. */
const PAUSES_MS = [100, 400];

/** Whether another try may help. */
const PASSING: readonly Spent["cause"][] = ["unavailable", "no-answer"];

/** Tries a request up to three times while the store says nothing, or that it cannot now, and while there is time. */
export async function patiently(
  send: () => Promise<Spent>,
  thereIsTime: () => boolean = () => true,
): Promise<Spent> {
  let spent = await send();
  for (const pause of PAUSES_MS) {
    if (!PASSING.includes(spent.cause) || !thereIsTime()) return spent;
    await sleep(pause);
    spent = await send();
  }
  return spent;
}

/** What a request of the service came to, for the caller. Nothing of the store's own text is repeated. */
export function problemOfStore(spent: Spent, doing: string): AppError {
  switch (spent.cause) {
    case "bad-parts":
      return new AppError(
        "upload.parts_invalid",
        "The store has no such parts, or one that is not the last is too small (5 MiB are the least on S3 and Cloud Storage). Send each part with the ETag that its upload was answered.",
      );
    case "object-exists":
      return new AppError(
        "object.exists",
        "There is an object of this key, and the upload was not to replace one.",
      );
    case "no-such-key":
      return new AppError(
        "upload.not_found",
        "There is no such upload: it was completed or aborted, or it has expired.",
      );
    case "unavailable":
    case "no-answer":
      return new AppError("store.unavailable", `The team's store does not serve ${doing} right now.`, {
        retryAfterSeconds: 5,
      });
    default:
      return new AppError(
        "store.refused",
        `The team's store refuses ${doing} (${spent.cause}). Validate the bucket to learn what is missing.`,
      );
  }
}
