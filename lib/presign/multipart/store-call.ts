import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../../errors.ts";
import type { MultipartSigner } from "../../storage/multipart.ts";
import type { Spend, Spent } from "../../storage/spent.ts";
import type { OpenBinding } from "../bindings.ts";
import type { MultipartDeps, Target } from "./open-upload.ts";

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

/** What a store answers to keys that it does not let in, or does so no longer. */
const KEYS_REFUSED: readonly Spent["cause"][] = [
  "wrong-key-id",
  "wrong-secret",
  "disabled-key",
  "expired-credentials",
  "access-denied",
];

const NOTHING_ASKED: Spent = { cause: "ok" };
/** The keys took all the time that there was. */
const TOO_LATE: Spent = { cause: "no-answer" };

interface StoreWork {
  /** Of the whole, in milliseconds. */
  timeoutMs: number;
  /** Finds the same place again, with what is known of its team then. */
  again: () => Promise<Target>;
  /** What to do with the keys that the target has; undefined when nothing is to be asked of its store. */
  ask: (multipart: MultipartSigner, target: Target) => ((line: StoreLine) => Promise<Spent>) | undefined;
}

/**
 * Asks something of the target's store, and once more with keys that are read anew when it refuses those at hand: they
 * may have been replaced within the time that bindings are kept. Answers the target whose keys were the last.
 */
export async function atStore(
  deps: MultipartDeps,
  first: Target,
  { timeoutMs, again, ask }: StoreWork,
): Promise<{ target: Target; spent: Spent }> {
  const lateMs = deps.now().getTime() + timeoutMs;
  const leftMs = () => Math.max(0, lateMs - deps.now().getTime());
  const once = async (target: Target) => {
    const send = ask(await target.binding.multipart(), target);
    if (send === undefined) return { target, spent: NOTHING_ASKED };
    if (leftMs() === 0) return { target, spent: TOO_LATE };
    const line = await deps.openLine(target.binding, leftMs());
    try {
      return { target, spent: await send(line) };
    } finally {
      await line.close();
    }
  };

  const outcome = await once(first);
  if (!KEYS_REFUSED.includes(outcome.spent.cause)) return outcome;
  if (leftMs() === 0 || !deps.bindings.drop(first.binding)) return outcome;
  return once(await again());
}

/** What a request of the service came to, for the caller. Nothing of the store's own text is repeated. */
export function problemOfStore(spent: Spent, doing: string): AppError {
  switch (spent.cause) {
    case "bad-parts":
      return new AppError(
        "upload.parts_invalid",
        "The store has not got all of these parts as they are listed: one was not uploaded or has another ETag, one that is not the last has less than 5 MiB (S3, Cloud Storage), or the upload is over, completed of other parts or overtaken by another upload of the same key. Send what is missing, or begin anew.",
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
    case "unreadable":
      return new AppError(
        "store.refused",
        `The team's store answers ${doing} in a way that no such store does. Validate the bucket to learn what is wrong.`,
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
