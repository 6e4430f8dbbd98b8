import { requestHash, stringToSignStart } from "../storage/canonical-request.ts";
import type { AccessKey } from "../storage/credentials.ts";
import { deriveSigningKey } from "../storage/derive-signing-key.ts";
import { hmacSha256 } from "../storage/hmac-sha256.ts";
import { stampOf } from "../storage/stamp.ts";

interface PostRequest {
  /** As the signature's scope has it. */
  service: string;
  region: string;
  /** Without a query; its path is sent as it stands. */
  url: URL;
  /** Lower-case names; values of printable ASCII without runs of blanks. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

/**
 * The headers of a POST to a service of AWS, with the signature that covers all of them, the host and the body: Signature
 * Version 4 in the Authorization header.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signPost(
  { service, region, url, headers, body }: PostRequest,
  { accessKeyId, secretAccessKey, sessionToken }: AccessKey,
  signedAt: Date,
): Record<string, string> {
  const stamp = stampOf(signedAt);
  const sent: Record<string, string> = {
    ...headers,
    "x-amz-date": stamp,
    ...(sessionToken && { "x-amz-security-token": sessionToken.reveal() }),
  };
  const covered: Record<string, string> = { ...sent, host: url.host };
  const names = Object.keys(covered).sort();
  const lines = names.map((name) => `${name}:${covered[name]}\n`).join("");
  const signedHeaders = names.join(";");
  const request = `POST\n${url.pathname}\n\n${lines}\n${signedHeaders}\n${requestHash(body)}`;

  const scope = [stamp.slice(0, 8), region, service, "aws4_request"];
  const key = deriveSigningKey(`AWS4${secretAccessKey.reveal()}`, scope);
  const start = stringToSignStart("AWS4-HMAC-SHA256", stamp, scope.join("/"));
  const signature = hmacSha256(key, start)(requestHash(request), "hex");
  const credential = `${accessKeyId}/${scope.join("/")}`;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
  };
}
