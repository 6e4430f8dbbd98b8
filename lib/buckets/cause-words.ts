import type { Guide } from "../storage/room.ts";
import { failed, inconclusive, type Outcome } from "./checks/check.ts";
import type { Spent } from "./probe.ts";
import type { Subject } from "./subject.ts";

/** What the store was asked for, in the admin's words, and what it takes. */
export interface Attempt {
  /** Completes "The store does not allow …". */
  doing: string;
  needs: keyof Guide["permissions"];
}

/** The outcome of a signed request that did not succeed. Nothing of the store's own text is repeated. */
export function outcomeOfFailure({ room }: Subject, spent: Spent, { doing, needs }: Attempt): Outcome {
  const permission = room.guide.permissions[needs];
  switch (spent.cause) {
    case "access-denied":
      return failed(
        `The store does not allow ${doing} with these credentials.`,
        `Grant ${permission} on the bucket and the objects under the path. Policies can take half a minute to take effect.`,
      );
    case "wrong-key-id":
      return failed(
        "The store does not know this access key id.",
        "Check the access key id; it may be deleted, disabled, or of another store.",
      );
    case "wrong-secret":
      return failed(
        "The store knows the access key id, but the secret does not belong to it.",
        "Check the secret; in an address it must be percent-encoded.",
      );
    case "expired-credentials":
      return failed("The credentials have expired.", "Use keys that do not expire.");
    case "no-such-bucket":
      return failed("The bucket does not exist.", "Create the bucket, or correct its name.");
    case "wrong-region":
      return failed("The bucket is in another region.", "Give the bucket's own region.");
    case "clock-skew":
      return inconclusive(
        "The store's clock and ours differ by more than the store accepts.",
        "Set the clock of the store's machine (NTP).",
      );
    case "unsigned-header":
      return failed(
        "The store refuses a header that was not signed.",
        "Remove what adds headers on the way.",
      );
    case "no-such-key":
      return failed(
        "An object that was just written is not found.",
        "Use a store that shows an object as soon as its upload is answered.",
      );
    case "not-supported":
      return failed(`The store does not offer ${doing}.`, "Use a store that speaks its protocol in full.");
    case "redirected":
      return inconclusive(
        "The store answered with a redirect, which is not followed.",
        "Give the address that the redirect leads to.",
      );
    case "unavailable":
      return inconclusive(
        `The store says that it cannot serve ${doing} right now.`,
        "Try again when the store is well.",
      );
    case "no-answer":
      return inconclusive(
        spent.message ?? "The store did not answer.",
        "See that the store can be reached from this service, is not overloaded, and speaks http or https as the address says (https by tls=true); then try again.",
      );
    default:
      return inconclusive(
        `The store's answer (HTTP ${spent.answer?.status ?? "?"}) is not one that an object store gives.`,
        "See that the endpoint is the store's API, not a web page, console or proxy, and that the address has tls=true if it speaks https.",
      );
  }
}
