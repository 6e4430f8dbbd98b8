import { secret } from "../../secret.ts";
import { type AddressFailure, refuse } from "../address/address-result.ts";
import { percentDecode } from "../address/percent-decode.ts";
import type { AccessKey } from "../credentials.ts";

/** A slash would break the credential scope that the key's id becomes part of. */
const ACCESS_KEY_ID = /^[\x21-\x2e\x30-\x7e]{1,128}$/;

/** Reads `<accessKey>:<secretKey>`, each percent-encoded. `+` is itself. Never quotes its input. */
export function parseUserinfo(userinfo: string): AccessKey | AddressFailure {
  const colon = userinfo.indexOf(":");
  if (colon <= 0 || colon === userinfo.length - 1) {
    return refuse(
      "The address needs both an access key and a secret key before the @.",
      "Write <accessKey>:<secretKey>@ or leave both away.",
    );
  }
  const accessKeyId = percentDecode(userinfo.slice(0, colon));
  const secretAccessKey = percentDecode(userinfo.slice(colon + 1));
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    return refuse(
      "The access key or the secret key has a % that begins no percent-encoded character.",
      "Percent-encode both keys; a % itself is written %25.",
    );
  }
  if (!ACCESS_KEY_ID.test(accessKeyId)) {
    return refuse("The access key has characters that no access key has, or more than 128 of them.");
  }
  if (/\p{Cc}/u.test(secretAccessKey)) {
    return refuse(
      "The secret key holds a control character, such as a line break.",
      "Copy the key again, without what follows it.",
    );
  }
  if (secretAccessKey.length > 1024) return refuse("The secret key is longer than 1,024 characters.");
  return { accessKeyId, secretAccessKey: secret(secretAccessKey) };
}
