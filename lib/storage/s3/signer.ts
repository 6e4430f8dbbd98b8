import type { AccessKey } from "../credentials.ts";
import { encodeKey } from "../percent-encode.ts";
import { requestParameters } from "../request-parameters.ts";
import type { Grant, GrantMethod, ServiceGrant, Signer, SignRequest } from "../signer.ts";
import { sigv4QuerySigner } from "../sigv4.ts";
import type { Subresource } from "../subresource.ts";
import { grantLives } from "./grant-life.ts";
import type { Layout } from "./layout.ts";
import { uploadHeaders } from "./upload-headers.ts";

interface S3SignerOptions {
  layout: Layout;
  credentials: AccessKey;
  /** Uploads ask the store to encrypt with this key. */
  kmsKeyId?: string | undefined;
  now: () => Date;
}

/** Signs on the spot. */
export interface S3Signer extends Signer {
  sign(request: SignRequest): Grant;
  signList(prefix: string, expiresInSeconds: number): Grant;
  signSubresource(subresource: Subresource, expiresInSeconds: number): ServiceGrant;
}

/** The parameters that AWS's SDK adds to each operation; stores ignore them, logs and identity with the SDK want them. */
const OPERATION_PARAMETERS: Record<GrantMethod, Readonly<Record<string, string>>> = {
  GET: { "x-amz-checksum-mode": "ENABLED", "x-id": "GetObject" },
  HEAD: {},
  PUT: { "x-id": "PutObject" },
  DELETE: { "x-id": "DeleteObject" },
};

/** One object for all that bind none, since that is how URLs are known to be alike. */
const NO_HEADERS = {};

/**
 * Signs for one bucket of the S3 family with one access key. GET, HEAD and DELETE bind the Host alone;
 * PUT binds what `bound` asks for and the KMS key, and says so in the grant's headers.
 * Throws `credentials.unavailable` when the credentials have less than a second left.
 */
export function s3Signer({ layout, credentials, kmsKeyId, now }: S3SignerOptions): S3Signer {
  const { sign } = sigv4QuerySigner(layout.region, credentials);
  const lifeOf = grantLives(credentials.expiresAt, now);
  const parametersOf = requestParameters(OPERATION_PARAMETERS);

  const grant = <Method extends ServiceGrant["method"]>(
    method: Method,
    key: string,
    parameters: Readonly<Record<string, string>>,
    headers: Record<string, string>,
    askedSeconds: number,
  ): Grant<Method> => {
    const { signedAt, expiresInSeconds, expiresAt } = lifeOf(askedSeconds);
    const path = layout.pathPrefix + encodeKey(key);
    const signed = Object.keys(headers).length === 0 ? NO_HEADERS : headers;
    const { host } = layout;
    const query = sign({ method, host, path, parameters, headers: signed, signedAt, expiresInSeconds });
    return { method, url: `${layout.origin}${path}?${query}`, headers, expiresAt };
  };

  return {
    sign(request) {
      const headers = request.method === "PUT" ? uploadHeaders(request.bound ?? {}, kmsKeyId) : {};
      return grant(request.method, request.key, parametersOf(request), headers, request.expiresInSeconds);
    },
    signList(prefix, expiresInSeconds) {
      return grant("GET", "", { "list-type": "2", "max-keys": "1", prefix }, {}, expiresInSeconds);
    },
    signSubresource({ method, key, parameters, headers = {} }, expiresInSeconds) {
      // A copy, since the caller may change what is told apart by identity.
      return grant(method, key, { ...parameters }, headers, expiresInSeconds);
    },
  };
}
