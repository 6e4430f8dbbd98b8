import { secret } from "../../secret.ts";
import { type AddressFailure, refuse } from "../address/address-result.ts";
import { percentDecode } from "../address/percent-decode.ts";
import type { AccountKey } from "../credentials.ts";

const KEY_BYTES = 64;

/**
 * Reads `:<accessKey>`, percent-encoded. `+` is itself. Never quotes its input.
 * https://learn.microsoft.com/azure/storage/common/storage-account-keys-manage
 */
export function parseAzureUserinfo(userinfo: string): AccountKey | AddressFailure {
  if (!userinfo.startsWith(":")) {
    return refuse(
      "Before the @ of an Azure address stands a colon and then the account's access key alone.",
      "Write az://:<urlEncodedAccessKey>@<account>/<container>.",
    );
  }
  const accountKey = percentDecode(userinfo.slice(1));
  if (accountKey === undefined) {
    return refuse(
      "The access key has a % that begins no percent-encoded character.",
      "Percent-encode the access key.",
    );
  }
  const bytes = Buffer.from(accountKey, "base64");
  if (bytes.byteLength !== KEY_BYTES || bytes.toString("base64") !== accountKey) {
    return refuse(
      `The access key is not that of an Azure storage account: ${KEY_BYTES} bytes in base64, 88 characters.`,
      "Copy key1 or key2 of the storage account, whole, and percent-encode it.",
    );
  }
  return { accountKey: secret(accountKey) };
}
