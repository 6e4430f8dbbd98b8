import { type AddressFailure, refuse } from "../address/address-result.ts";

const BLOB = /^(?<accountName>[a-z0-9]{3,24})\.blob\.core\.windows\.net$/;
/** Clouds apart from the public one. https://learn.microsoft.com/azure/storage/common/storage-account-overview */
const SOVEREIGN = /\.core\.(?:chinacloudapi\.cn|usgovcloudapi\.net|cloudapi\.de)$/;

const FIX = "Write az://<account>/<container>[/<path>].";

/** Reads a host of Azure (lower case): that of an account's Blob Storage in the public cloud. */
export function parseAzureHost(host: string): { accountName: string } | AddressFailure {
  const accountName = BLOB.exec(host)?.groups?.accountName;
  if (accountName !== undefined) return { accountName };
  if (SOVEREIGN.test(host)) {
    return refuse(
      "The host is one of a sovereign cloud of Azure (China, US Government or Germany), which the service does not reach.",
      "Use a storage account of Azure's public cloud.",
    );
  }
  return refuse(
    "The host belongs to Azure but is not <account>.blob.core.windows.net. Data Lake, static website, secondary and zonal hosts are not supported.",
    FIX,
  );
}
