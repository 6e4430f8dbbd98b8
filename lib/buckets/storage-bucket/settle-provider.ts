import { type AddressFailure, refuse } from "../../storage/address/address-result.ts";
import type { Spot } from "../../storage/address/reading.ts";
import type { Provider } from "../../storage/bucket.ts";

/**
 * Holds the provider that was written against what was read. A host decides; `AWS` beside a host that is not AWS's
 * means an S3-compatible store, since W&B's form has no choice of its own for these. Warnings, or a failure.
 */
export function settleProvider(written: Provider | undefined, spot: Spot): string[] | AddressFailure {
  if (written === undefined || written === spot.provider) return [];
  if (spot.provider === "MINIO" && written === "AWS") return [];
  if (spot.provider !== "MINIO" && spot.at) {
    return [
      `The host belongs to ${spot.provider}, so the bucket is taken for one of ${spot.provider}, not of ${written}.`,
    ];
  }
  return refuse(
    `The provider is ${written}, but the address is one of ${spot.provider}.`,
    written === "MINIO"
      ? "Write the store's host with its port: s3://<host>:<port>/<bucket>?region=<region>."
      : "Choose the provider of the address, or leave provider away.",
  );
}
