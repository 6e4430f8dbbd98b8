import type { Provider } from "../bucket.ts";
import { ROOMS } from "../catalog.ts";
import { type AddressContext, type AddressFailure, type AddressResult, refuse } from "./address-result.ts";
import { hostOwner } from "./host-owner.ts";
import { pathProblem, percentWarning, trimSlashes } from "./path.ts";
import type { Reading } from "./reading.ts";

/** Applies the rules and defaults of the provider to what was written. The name's own rules are the room's. */
export function assembleBucket(reading: Reading, context: AddressContext): AddressResult {
  const { name, spot, credentials } = reading;
  if (name === "") return noName(spot.provider);
  if (/[@:/\\\s\p{Cc}]/u.test(name)) {
    return refuse("The bucket's name holds a character that belongs to an address.", "Write the bare name.");
  }
  const path = trimSlashes(reading.path);
  const wrongPath = pathProblem(path, spot.provider);
  if (wrongPath) return refuse(wrongPath);
  const namedLikeHost = hostOwner(name) !== undefined;
  const assembled = ROOMS[spot.provider].address.readBucket({ ...reading, path, namedLikeHost }, context);
  if ("ok" in assembled) return assembled;
  const warnings = [...assembled.warnings, ...percentWarning(path)];
  return { ok: true, bucket: assembled.bucket, ...(credentials ? { credentials } : {}), warnings };
}

function noName(provider: Provider): AddressFailure {
  if (provider === "AZURE") {
    return refuse("The address names no container.", "Write az://<account>/<container>[/<path>].");
  }
  return refuse(
    "The address names no bucket.",
    provider === "MINIO"
      ? "What stands after the @ or before the port is the host: write <host[:port]>/<bucket>. For AWS with keys, the host is s3.<region>.amazonaws.com."
      : "Write the bucket's name.",
  );
}
