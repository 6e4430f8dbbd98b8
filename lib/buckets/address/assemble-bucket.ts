import type { Bucket, Provider } from "../../storage/bucket.ts";
import { type AddressContext, type AddressFailure, type AddressResult, refuse } from "./address-result.ts";
import { awsBucket } from "./aws-bucket.ts";
import { azureBucket } from "./azure-bucket.ts";
import { coreweaveBucket } from "./coreweave-bucket.ts";
import { gcpBucket } from "./gcp-bucket.ts";
import { minioBucket } from "./minio-bucket.ts";
import { pathProblem, percentWarning, trimSlashes } from "./path.ts";
import type { Reading } from "./read-address.ts";

/** A bucket by its provider's rules, and what its admin should know. */
export interface Assembled {
  bucket: Bucket;
  warnings: string[];
}

type Assemble = (reading: Reading, context: AddressContext) => Assembled | AddressFailure;

const ASSEMBLE: Record<Provider, Assemble> = {
  AWS: awsBucket,
  COREWEAVE: coreweaveBucket,
  GCP: gcpBucket,
  AZURE: azureBucket,
  MINIO: minioBucket,
};

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
  const assembled = ASSEMBLE[spot.provider]({ ...reading, path }, context);
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
