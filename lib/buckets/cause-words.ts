import type { Guide } from "../storage/room.ts";
import type { Spent } from "../storage/spent.ts";
import { failed, inconclusive, type Outcome } from "./checks/check.ts";
import type { Subject } from "./subject.ts";

/** What the store was asked for, in the admin's words, and what it takes. */
export interface Attempt {
  /** Completes "The store does not allow …". */
  doing: string;
  needs: keyof Guide["permissions"];
}

/** The outcome of a signed request that did not succeed. Nothing of the store's own text is repeated. */
export function outcomeOfFailure(subject: Subject, spent: Spent, { doing, needs }: Attempt): Outcome {
  const { room } = subject;
  const permission = room.guide.permissions[needs];
  switch (spent.cause) {
    case "access-denied":
      return failed(
        `The store does not allow ${doing} with these credentials.`,
        `Grant ${permission} on the bucket and the objects under the path; policies can take half a minute to take effect. ${allowing(subject, needs)}`,
      );
    case "wrong-key-id":
      return failed(
        `The store does not know this ${room.guide.keys.id}.`,
        `Check the ${room.guide.keys.id}; it may be deleted, disabled, or of another store.`,
      );
    case "disabled-key":
      return failed(
        "The store knows these credentials, and they are switched off or may not be used.",
        "Switch the key or its account on again, or use another key.",
      );
    case "wrong-secret":
      return failed(
        `The store knows the ${room.guide.keys.id}, but the ${room.guide.keys.secret} does not belong to it.`,
        `Check the ${room.guide.keys.secret}; in an address it must be percent-encoded.`,
      );
    case "expired-credentials":
      return failed("The credentials have expired.", "Use keys that do not expire.");
    case "no-such-bucket":
      return failed("The bucket does not exist.", missingBucketFix(subject));
    case "kms-denied":
      return failed(
        `The encryption key of the bucket does not allow ${doing}: the store itself would.`,
        "Let these credentials use the key (on AWS: kms:Decrypt and kms:GenerateDataKey in the key's policy), and see that it is switched on.",
      );
    case "wrong-region": {
      const right = spent.answer && room.regionIn?.(spent.answer);
      return right === undefined
        ? failed("The bucket is in another region.", "Give the bucket's own region.")
        : failed(`The bucket is in the region ${right}.`, `Give the region ${right}.`);
    }
    case "wrong-addressing":
      return failed(
        "The store takes the bucket's name in the host alone, and this service asks with the name in the path.",
        "Use an endpoint of the store that takes path-style requests, if it has one.",
      );
    case "https-wanted":
      return failed(
        "The store speaks https on that port; write tls=true.",
        "Write tls=true in the address, or https:// in the endpoint.",
      );
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
    case "bad-parts":
      return failed(
        "The store does not take the parts that it was just given.",
        "Use a store that speaks its protocol in full.",
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

/** The very statement or command that gives the permission to whoever signs. */
export function allowing({ room, bucket, root, org, principal }: Subject, need: Attempt["needs"]): string {
  return room.guide.allow(need, { bucket, root, org, principal });
}

/** With the name in the endpoint's host already, the store looks for a bucket in the bucket. */
function missingBucketFix({ bucket, connection }: Subject): string {
  return bucket.endpoint !== undefined && connection().reach.host.startsWith(`${bucket.name}.`)
    ? "The endpoint's host begins with the bucket's name: give the endpoint without it."
    : "Create the bucket, or correct its name.";
}
