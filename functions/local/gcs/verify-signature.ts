import { hash } from "node:crypto";
import { canonicalRequest } from "./canonical-request.ts";
import { hmacVerifier, readCredential, rsaVerifier } from "./credential.ts";
import type { GcsAccount } from "./gcs-bucket.ts";
import { type GcsRequest, parameterOf } from "./gcs-request.ts";
import { type Reply, xmlError } from "./reply.ts";

/** Seconds; seven days. https://cloud.google.com/storage/docs/access-control/signed-urls#example */
const LONGEST_SECONDS = 604_800;
const SKEW_MS = 15 * 60 * 1000;

type Verdict = { email: string } | { refusal: Reply };

/**
 * Who signed this request. Checks, in Google's order: that everything is there, the time (a URL whose expiry was edited
 * is answered with `ExpiredToken`, seen in 2026), the key, the signature.
 * https://cloud.google.com/storage/docs/authentication/signatures
 */
export function verifySignature(request: GcsRequest, accounts: readonly GcsAccount[], now: Date): Verdict {
  const algorithm = parameterOf(request, "X-Goog-Algorithm");
  const credential = readCredential(parameterOf(request, "X-Goog-Credential") ?? "");
  const stamp = parameterOf(request, "X-Goog-Date") ?? "";
  const signedAt = readStamp(stamp);
  const expires = parameterOf(request, "X-Goog-Expires") ?? "";
  const signature = parameterOf(request, "X-Goog-Signature") ?? "";
  const signedHeaders = (parameterOf(request, "X-Goog-SignedHeaders") ?? "").split(";");

  const names = request.parameters.map(([name]) => name.toLowerCase());
  if (new Set(names).size < names.length) return malformed("query", "A parameter was sent twice.");
  if (algorithm !== "GOOG4-RSA-SHA256" && algorithm !== "GOOG4-HMAC-SHA256")
    return malformed("X-Goog-Algorithm", "Unknown algorithm.");
  if (signedAt === undefined) return malformed("X-Goog-Date", "Not an ISO 8601 basic time.");
  if (credential === undefined || credential.date !== stamp.slice(0, 8))
    return malformed("X-Goog-Credential", "Not a credential scope of that date.");
  if (!/^[1-9]\d{0,5}$/.test(expires) || Number(expires) > LONGEST_SECONDS)
    return malformed("X-Goog-Expires", `Not 1 to ${LONGEST_SECONDS} seconds.`);
  if (!/^([0-9a-f]{2})+$/i.test(signature)) return malformed("X-Goog-Signature", "Not hexadecimal.");
  if (signedHeaders.join(";") !== signedHeaders.toSorted().join(";") || !signedHeaders.includes("host"))
    return malformed("X-Goog-SignedHeaders", "Not a sorted list with host in it.");
  const missing = signedHeaders.find((name) => !request.headers.has(name));
  if (missing !== undefined)
    return malformed(missing, "Header was included in signedheaders, but not in the request.");

  const end = new Date(signedAt.getTime() + Number(expires) * 1000);
  if (now > end) {
    const details = { Details: `Request signature expired at: ${end.toISOString()}` };
    return { refusal: xmlError(400, "ExpiredToken", "The provided token has expired.", details) };
  }
  if (signedAt.getTime() > now.getTime() + SKEW_MS) {
    const message = "The difference between the request time and the server's time is too large.";
    return { refusal: xmlError(403, "RequestTimeTooSkewed", message) };
  }

  const verifierOf = algorithm === "GOOG4-RSA-SHA256" ? rsaVerifier : hmacVerifier;
  const verifier = verifierOf(accounts, credential);
  if (verifier === undefined) {
    return { refusal: xmlError(403, "InvalidSecurity", "The provided security credentials are not valid.") };
  }
  const canonical = canonicalRequest(request, signedHeaders);
  const scope = `${credential.date}/${credential.location}/storage/goog4_request`;
  const stringToSign = `${algorithm}\n${stamp}\n${scope}\n${hash("sha256", canonical)}`;
  if (hasUnsigned(request, signedHeaders) || !verifier.accepts(stringToSign, Buffer.from(signature, "hex"))) {
    const details = { StringToSign: stringToSign, CanonicalRequest: canonical };
    return { refusal: xmlError(403, "SignatureDoesNotMatch", "Access denied.", details) };
  }
  return { email: verifier.email };
}

/** Every `x-goog-` and `x-amz-` header has to be signed: https://github.com/googleapis/google-cloud-dotnet/issues/5361 */
function hasUnsigned({ headers }: GcsRequest, signedHeaders: readonly string[]): boolean {
  return [...headers.keys()].some((name) => /^x-(goog|amz)-/.test(name) && !signedHeaders.includes(name));
}

function malformed(parameter: string, details: string): Verdict {
  const more = { ParameterName: parameter, Details: details };
  return { refusal: xmlError(400, "MalformedSecurityHeader", "Your request has a malformed header.", more) };
}

function readStamp(stamp: string): Date | undefined {
  if (!/^\d{8}T\d{6}Z$/.test(stamp)) return undefined;
  const iso = stamp.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5");
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
