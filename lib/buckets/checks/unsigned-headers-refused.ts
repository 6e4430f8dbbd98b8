import type { Credentials } from "../../storage/credentials.ts";
import type { Spent } from "../../storage/spent.ts";
import { PROBE_NAME, type Probe } from "../probe.ts";
import type { Severity } from "../report.ts";
import type { Subject } from "../subject.ts";
import { type Check, failed, inconclusive, type Outcome, passed, skipped } from "./check.ts";

/**
 * A store that obeys an unsigned `x-amz-copy-source` turns a PUT grant for one key into a read of any key that its
 * credentials reach. AWS refuses unsigned `x-amz-*` headers of pre-signed requests; several other stores do not.
 */
export const unsignedHeadersRefused: Check = {
  severity: "error", // until it is known that nobody else's objects can be reached
  needs: ["upload-accepted"],
  async run(subject) {
    const probe = await subject.probe();
    const headers = subject.room.copyHeaders?.(subject.bucket, probe.key(PROBE_NAME));
    if (headers === undefined)
      return skipped("Not applicable: this provider copies an object only with a signature for that object.");
    const [outcome, confined] = await Promise.all([attack(probe, headers), isConfined(probe, subject)]);
    if (outcome.status === "passed") return outcome;
    const [shared, reach] = await Promise.all([subject.isShared(), subject.keyReach()]);
    const severity: Severity = confined && !shared && !reach.teams ? "warning" : "error";
    if (outcome.status === "inconclusive" || (reach.buckets === 0 && !reach.teams))
      return { ...outcome, severity };
    return {
      ...outcome,
      message: `${outcome.message} ${reach.teams ? TEAMS_IN_REACH : BUCKETS_IN_REACH}`,
      severity,
    };
  },
};

const BUCKETS_IN_REACH =
  "The same access key opens other registered buckets, so that goes for them too, and no second team can use the key.";
const TEAMS_IN_REACH =
  "The same access key opens the bucket of another team, so that goes for its objects too.";

async function attack(probe: Probe, headers: Record<string, string>): Promise<Outcome> {
  const target = probe.key("copy");
  const own = new TextEncoder().encode("the body of this upload");
  const put = await probe.put(target, own, { headers });
  switch (put.cause) {
    case "ok":
      return verdictOfCopy(await probe.spend(probe.sign("GET", target)), { own, copied: probe.content });
    case "unsigned-header":
    case "wrong-secret": // a store that counts the header in finds another signature
      return refused;
    case "access-denied":
      // Where reading is denied anyway, the store may have obeyed and then been stopped by that.
      return (await probe.download()).cause === "ok" ? refused : unclear(put);
    case "no-such-key":
    case "no-such-bucket":
      return obeyed; // it looked for the source
    default:
      return unclear(put);
  }
}

function verdictOfCopy(got: Spent, { own, copied }: { own: Uint8Array; copied: Uint8Array }): Outcome {
  if (got.cause !== "ok" || got.answer === undefined) return unclear(got);
  const body = Buffer.from(got.answer.body);
  if (body.equals(own)) return passed("A header that was not signed is ignored.");
  return body.equals(copied) ? obeyed : unclear(got);
}

const refused = passed("A request with a header that was not signed is refused.");

const obeyed = failed(
  "The store obeys a copy header that was not signed: who may upload one object can read any other that the " +
    "credentials reach.",
  "Give this team a bucket and an access key of its own, with no path and no other team in it; or use a store " +
    "(or a newer version) that refuses unsigned x-amz-* headers of pre-signed requests.",
);

function unclear({ message, answer }: Spent): Outcome {
  return inconclusive(
    message ?? `It cannot be told whether unsigned headers are obeyed (HTTP ${answer?.status ?? "?"}).`,
    "Try again when the store is well and the other checks pass.",
  );
}

/**
 * True when the attack cannot show other objects of this bucket, because the path is all of it or the keys end there.
 * The integration identity's own keys, which no session limits, open every customer's bucket.
 */
async function isConfined(probe: Probe, { bucket, keys }: Subject): Promise<boolean> {
  if (keys.source === "integration" && !isSession(await keys.open())) return false;
  if (bucket.path === "") return true;
  return (await probe.spend(probe.sign("GET", probe.outsideKey))).cause === "access-denied";
}

function isSession(credentials: Credentials | undefined): boolean {
  return credentials !== undefined && "sessionToken" in credentials;
}
