import { type AddressFailure, refuse } from "../address/address-result.ts";

const PATH_STYLE = new Set(["storage.googleapis.com", "storage.cloud.google.com"]);
const BUCKETS_OWN = /^(?<bucketName>.+)\.storage\.googleapis\.com$/;

/**
 * Reads a host of Google (lower case). Other hosts than Cloud Storage's (regional endpoints among them) are refused:
 * grants would go to storage.googleapis.com all the same. https://cloud.google.com/storage/docs/request-endpoints
 */
export function parseGoogleHost(host: string): { bucketName?: string } | AddressFailure {
  if (PATH_STYLE.has(host)) return {};
  const bucketName = BUCKETS_OWN.exec(host)?.groups?.bucketName;
  if (bucketName !== undefined) return { bucketName };
  return refuse(
    "The host belongs to Google but is not the one of Cloud Storage, storage.googleapis.com. Regional and other endpoints are not supported.",
    "Write gs://<bucket>[/<path>].",
  );
}
