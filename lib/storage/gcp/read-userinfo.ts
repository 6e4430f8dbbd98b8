import { type AddressFailure, refuse } from "../address/address-result.ts";
import { percentDecode } from "../address/percent-decode.ts";
import type { AccessKey, ServiceAccountKey } from "../credentials.ts";
import { parseUserinfo } from "../s3/read-userinfo.ts";
import { readPrivateKey } from "./private-key.ts";

/** All of Google's service accounts, also the built-in ones, are in a domain under this one. */
const EMAIL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?@(?:[a-z0-9-]{1,63}\.){1,8}gserviceaccount\.com$/;
/** https://cloud.google.com/storage/docs/authentication/hmackeys#overview */
const HMAC_ID = /^GOOG[A-Z0-9]{1,124}$/;

/**
 * Reads `<serviceAccountEmail>:<privateKey>`, or `<accessId>:<secret>` of an HMAC key, each percent-encoded; an `@`
 * in the e-mail address may stay as it is. Never quotes its input.
 */
export function parseGcpUserinfo(userinfo: string): ServiceAccountKey | AccessKey | AddressFailure {
  const colon = userinfo.indexOf(":");
  if (colon <= 0 || colon === userinfo.length - 1) {
    return refuse(
      "The address needs both a service account's e-mail address and its private key before the bucket's @.",
      "Write gs://<serviceAccountEmail>:<urlEncodedPrivateKey>@<bucket>, or leave both away.",
    );
  }
  const name = percentDecode(userinfo.slice(0, colon));
  if (name !== undefined && HMAC_ID.test(name)) return parseUserinfo(userinfo);
  const privateKey = percentDecode(userinfo.slice(colon + 1));
  if (name === undefined || privateKey === undefined) {
    return refuse(
      "The e-mail address or the private key has a % that begins no percent-encoded character.",
      "Percent-encode the private key; a % itself is written %25.",
    );
  }
  const clientEmail = name.toLowerCase();
  if (clientEmail.length > 254 || !EMAIL.test(clientEmail)) {
    return refuse(
      "What stands before the colon is neither the e-mail address of a service account, which ends with gserviceaccount.com, nor the access id of an HMAC key, which begins with GOOG.",
      "Copy client_email from the service account's JSON key file.",
    );
  }
  const read = readPrivateKey(privateKey);
  return "ok" in read ? read : { clientEmail, privateKey: read };
}
