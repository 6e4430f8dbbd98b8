import type { Bucket } from "../bucket.ts";
import type { EndpointTemplate } from "../room.ts";
import { type Layout, pathStyle } from "../s3/layout.ts";

/** https://learn.microsoft.com/azure/storage/common/storage-account-overview#standard-endpoints */
const BLOB_SERVICE = "https://{account}.blob.core.windows.net";

/** The storage account; throws a plain Error on a bucket without one, which address parsing lets through nowhere. */
export function accountOf(bucket: Bucket): string {
  if (bucket.accountName === undefined) throw new Error("A container of Azure has a storage account");
  return bucket.accountName;
}

/**
 * The blob service of one account, without a slash at its end. A template that has no place for the account gets it
 * as the first segment of the path, as emulators want it.
 */
export function serviceUrl(accountName: string, endpoint: EndpointTemplate = BLOB_SERVICE): string {
  const template = endpoint.replace(/\/+$/, "");
  return template.includes("{account}")
    ? template.replaceAll("{account}", accountName)
    : `${template}/${accountName}`;
}

/** The container as a segment of the path under its account. Azure's signatures name no region. */
export function azureLayout(bucket: Bucket, endpoint: EndpointTemplate | undefined): Layout {
  return pathStyle(bucket.name, serviceUrl(accountOf(bucket), endpoint), "");
}
