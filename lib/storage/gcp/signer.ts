import { encodeKey } from "../percent-encode.ts";
import { requestParameters } from "../request-parameters.ts";
import { grantLives } from "../s3/grant-life.ts";
import type { Layout } from "../s3/layout.ts";
import type { Grant, ServiceGrant, Signer } from "../signer.ts";
import type { SignSubresource } from "../subresource.ts";
import type { Signing } from "./signing.ts";
import { unsignedUrl } from "./unsigned-url.ts";
import { uploadHeaders } from "./upload-headers.ts";

interface GcpSignerOptions {
  layout: Layout;
  signing: Signing;
  now: () => Date;
}

export interface GcpSigner extends Signer {
  signSubresource: SignSubresource;
}

/** One object for all that bind none, since that is how URLs are known to be alike. */
const NO_HEADERS = {};

const NO_PARAMETERS = { GET: {}, HEAD: {}, PUT: {}, DELETE: {} };

/**
 * Signs for one bucket of Cloud Storage with one key. GET, HEAD and DELETE bind the host alone; PUT binds what
 * `bound` asks for and says so in the grant's headers. A promise only with a service account's private key.
 * Throws `credentials.unavailable` when the key has less than a second left.
 * https://cloud.google.com/storage/docs/access-control/signed-urls
 */
export function gcpSigner({ layout, signing, now }: GcpSignerOptions): GcpSigner {
  const host = layout.host.replace(/:\d+$/, "");
  const parametersOf = requestParameters(NO_PARAMETERS);
  const lifeOf = grantLives(signing.expiresAt, now);
  // The bucket's own path has no slash at its end, unless it is the whole path.
  const bucketPath = layout.pathPrefix.replace(/(?<=.)\/$/, "");

  const grant = <Method extends ServiceGrant["method"]>(
    method: Method,
    path: string,
    parameters: Readonly<Record<string, string>>,
    headers: Record<string, string>,
    askedSeconds: number,
  ): Grant<Method> | Promise<Grant<Method>> => {
    const { signedAt, expiresInSeconds, expiresAt } = lifeOf(askedSeconds);
    const { query, stringToSign, date } = unsignedUrl(signing, {
      method,
      host,
      path,
      parameters,
      headers: Object.keys(headers).length === 0 ? NO_HEADERS : headers,
      signedAt,
      expiresInSeconds,
    });
    const unsigned = `${layout.origin}${path}?${query}&X-Goog-Signature=`;
    const signature = signing.signatureOf(stringToSign, date);
    if (typeof signature === "string") return { method, url: unsigned + signature, headers, expiresAt };
    return signature.then((signed) => ({ method, url: unsigned + signed, headers, expiresAt }));
  };

  return {
    sign(request) {
      const path = layout.pathPrefix + encodeKey(request.key);
      const headers = request.method === "PUT" ? uploadHeaders(request.bound ?? {}) : {};
      return grant(request.method, path, parametersOf(request), headers, request.expiresInSeconds);
    },
    signList(prefix, expiresInSeconds) {
      return grant("GET", bucketPath, { "list-type": "2", "max-keys": "1", prefix }, {}, expiresInSeconds);
    },
    signSubresource({ method, key, parameters, headers = {} }, expiresInSeconds) {
      const path = key === "" ? bucketPath : layout.pathPrefix + encodeKey(key);
      // A copy, since the caller may change what is told apart by identity.
      return grant(method, path, { ...parameters }, headers, expiresInSeconds);
    },
  };
}
