import { PROBE_NAME, type Probe, type Spent } from "../probe.ts";
import type { Severity } from "../report.ts";
import type { Subject } from "../subject.ts";
import { type Check, failed, inconclusive, type Outcome, passed } from "./check.ts";

/**
 * A store that obeys an unsigned `x-amz-copy-source` turns a PUT grant for one key into a read of any key that its
 * credentials reach. AWS refuses unsigned `x-amz-*` headers of pre-signed requests; several other stores do not.
 */
export const unsignedHeadersRefused: Check = {
  severity: "warning",
  needs: ["upload-accepted"],
  async run(subject) {
    const probe = await subject.probe();
    const outcome = await attack(probe, subject.bucket.name);
    if (outcome.status === "passed") return outcome;
    const message =
      outcome.status === "failed" ? outcome.message + (await reachOfKey(subject)) : outcome.message;
    return { ...outcome, message, severity: await severityFor(subject, probe) };
  },
};

async function attack(probe: Probe, bucketName: string): Promise<Outcome> {
  const source = probe.key(PROBE_NAME);
  const target = probe.key("copy");
  const copySource = `/${bucketName}/${source.split("/").map(encodeURIComponent).join("/")}`;
  const own = new TextEncoder().encode("the body of this upload");
  const put = await probe.put(target, own, { headers: { "x-amz-copy-source": copySource } });
  if (put.cause === "no-such-key") return obeyed;
  if (put.cause !== "ok") return isRefusal(put) ? refused : unclear(put);
  const got = await probe.spend(probe.sign("GET", target));
  if (got.cause !== "ok" || got.answer === undefined) return unclear(got);
  const body = Buffer.from(got.answer.body);
  if (body.equals(own)) return passed("A header that was not signed is ignored.");
  return obeyed;
}

const refused = passed("A request with a header that was not signed is refused.");

const obeyed = failed(
  "The store obeys a copy header that was not signed: who may upload one object can read any other that the " +
    "credentials reach.",
  "Give this team a bucket and an access key of its own, with no path and no other team in it; or use a store " +
    "(or a newer version) that refuses unsigned x-amz-* headers of pre-signed requests.",
);

function isRefusal({ answer }: Spent): boolean {
  const status = answer?.status ?? 0;
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

function unclear({ message, answer }: Spent): Outcome {
  return inconclusive(
    message ?? `It cannot be told whether unsigned headers are obeyed (HTTP ${answer?.status ?? "?"}).`,
    "Try again when the store is well.",
  );
}

/** An error where the attack would show other teams' objects in this bucket; else a warning. */
async function severityFor(subject: Subject, probe: Probe): Promise<Severity> {
  if (await subject.isShared()) return "error";
  if (subject.root === "") return "warning";
  const outside = await probe.spend(probe.sign("GET", probe.outsideKey));
  return outside.cause === "access-denied" ? "warning" : "error";
}

async function reachOfKey({ keys, registered, bucket }: Subject): Promise<string> {
  const key = await keys.open();
  const shares = key !== undefined && registered.sharesKey(key.accessKeyId, bucket);
  return shares ? " The same access key opens other registered buckets, so that goes for them too." : "";
}
