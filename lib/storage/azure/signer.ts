import { encodeKey } from "../percent-encode.ts";
import { grantLives } from "../s3/grant-life.ts";
import type { Layout } from "../s3/layout.ts";
import type { Bound, Grant, GrantMethod, Signer, SignRequest } from "../signer.ts";
import type { SasSigner } from "./sas.ts";

interface AzureSignerOptions {
  layout: Layout;
  accountName: string;
  containerName: string;
  sas: SasSigner;
  /** When the signing key dies, if it does. */
  keyExpiresAt?: Date | undefined;
  now: () => Date;
}

/** Signs on the spot. */
export interface AzureSigner extends Signer {
  sign(request: SignRequest): Grant;
  signList(prefix: string, expiresInSeconds: number): Grant;
}

/** The least that each method needs. Azure has none for HEAD that would not allow GET too. */
const PERMISSIONS: Record<GrantMethod, string> = { GET: "r", HEAD: "r", PUT: "cw", DELETE: "d" };

/** Without `w` Azure refuses to replace a blob, whatever headers the client sends. */
const CREATE_ONLY = "c";

/**
 * Signs for one container with one key. A SAS binds the blob, what may be done to it and the time, and no header;
 * write-once is bound by the permission, for an upload in one request. A list grant lists the whole container: a SAS
 * cannot be held to a prefix.
 * Throws `credentials.unavailable` when the key has less than a second left, a plain Error when asked to bind a header.
 */
export function azureSigner(options: AzureSignerOptions): AzureSigner {
  const { layout, accountName, containerName, sas, keyExpiresAt, now } = options;
  const container = `/blob/${accountName}/${containerName}`;
  const httpsOnly = layout.origin.startsWith("https:");

  const lifeOf = grantLives(keyExpiresAt, now);

  return {
    sign({
      method,
      key,
      expiresInSeconds,
      bound = {},
      responseContentType,
      responseContentDisposition,
      user,
    }) {
      const upload = method === "PUT";
      if (upload) refuseBoundHeaders(bound);
      const download = method === "GET" || method === "HEAD";
      const { expiresAt } = lifeOf(expiresInSeconds);
      const token = sas.token({
        container,
        blob: key,
        permissions: upload && bound.ifNoneMatch ? CREATE_ONLY : PERMISSIONS[method],
        expiresAt,
        httpsOnly,
        contentDisposition: download ? responseContentDisposition : undefined,
        contentType: download ? responseContentType : undefined,
        user,
      });
      const url = `${layout.origin}${layout.pathPrefix}${encodeKey(key)}?${token}`;
      return { method, url, headers: upload ? uploadHeaders(bound) : {}, expiresAt };
    },
    signList(prefix, expiresInSeconds) {
      const { expiresAt } = lifeOf(expiresInSeconds);
      const token = sas.token({ container, blob: undefined, permissions: "l", expiresAt, httpsOnly });
      const path = layout.pathPrefix.slice(0, -1);
      const query = `restype=container&comp=list&prefix=${encodeURIComponent(prefix)}&maxresults=1&${token}`;
      return { method: "GET", url: `${layout.origin}${path}?${query}`, headers: {}, expiresAt };
    },
  };
}

/** https://learn.microsoft.com/rest/api/storageservices/put-blob */
function uploadHeaders(bound: Bound): Record<string, string> {
  return {
    "x-ms-blob-type": "BlockBlob",
    ...(bound.ifNoneMatch && { "If-None-Match": bound.ifNoneMatch }),
  };
}

/** Who asks for these was told before that Azure cannot bind them. An empty content type binds nothing anywhere. */
function refuseBoundHeaders({ contentType, contentMd5, contentLength }: Bound): void {
  if (contentType || contentMd5 !== undefined || contentLength !== undefined) {
    throw new Error("A SAS binds no header of an upload");
  }
}
