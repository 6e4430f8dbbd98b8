import { Storage } from "@google-cloud/storage";
import type { AccessKey, ServiceAccountKey } from "../../../../lib/storage/credentials.ts";
import { hmacSigning } from "../../../../lib/storage/gcp/hmac-signing.ts";
import { gcpSigner } from "../../../../lib/storage/gcp/signer.ts";
import { atEndpoint } from "../../../../lib/storage/s3/layout.ts";
import { type Spent, spend } from "../../../support/spend.ts";

/** Any request of the XML API to `acme-bucket`; the bucket itself where `key` is empty. */
export interface Call {
  method: "GET" | "PUT" | "POST" | "DELETE";
  key: string;
  parameters?: Record<string, string>;
  /** All of them are signed. */
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

export type Send = (call: Call) => Promise<Spent>;

/** Signed by Google's SDK. */
export function sdkCalls(endpoint: string, { clientEmail, privateKey }: ServiceAccountKey): Send {
  const storage = new Storage({
    apiEndpoint: endpoint,
    credentials: { client_email: clientEmail, private_key: privateKey.reveal() },
  });
  const life = () => ({ version: "v4", expires: Date.now() + 600_000 }) as const;
  return async ({ method, key, parameters = {}, headers = {}, body }) => {
    const bucket = storage.bucket("acme-bucket");
    const signable = key === "" ? bucket : bucket.file(key);
    // The call leaves a signer behind, which signs what it is told.
    if ("file" in signable) await signable.getSignedUrl({ ...life(), action: "list" });
    else await signable.getSignedUrl({ ...life(), action: "read" });
    const url = await signable.signer?.getSignedUrl({
      ...life(),
      method,
      queryParams: parameters,
      extensionHeaders: headers,
    });
    return sendAs(method, url ?? "", headers, body);
  };
}

/** Signed by the product's own signer, with an HMAC key. */
export function hmacCalls(endpoint: string, hmacKey: AccessKey): Send {
  const layout = atEndpoint("acme-bucket", endpoint, "auto");
  const signer = gcpSigner({ layout, signing: hmacSigning(hmacKey), now: () => new Date() });
  return async ({ method, key, parameters = {}, headers = {}, body }) => {
    const { url } = await signer.signSubresource({ method, key, parameters, headers }, 600);
    return sendAs(method, url, headers, body);
  };
}

/** `spend` with the methods that no user is granted. */
export function sendAs(
  method: Call["method"],
  url: string,
  headers: Record<string, string>,
  body?: string | Uint8Array,
): Promise<Spent> {
  return spend({ method: method as "GET", url, headers }, body);
}

/** E.g. `404 NoSuchKey`. */
export function codeOf({ status, text }: Spent): string {
  return `${status} ${/<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? "without a code"}`;
}

export function textOf({ text }: Spent, name: string): string | undefined {
  return new RegExp(`<${name}>(.*?)</${name}>`, "s").exec(text)?.[1];
}

export async function beginUpload(send: Send, key: string, headers: Record<string, string> = {}) {
  const begun = await send({ method: "POST", key, parameters: { uploads: "" }, headers });
  return textOf(begun, "UploadId") ?? "";
}

/** The document that completes an upload. */
export function partList(parts: readonly (readonly [partNumber: number | string, etag: string])[]): string {
  const items = parts.map(
    ([partNumber, etag]) =>
      `<Part><PartNumber>${partNumber}</PartNumber><ETag>${etag.replaceAll('"', "&quot;")}</ETag></Part>`,
  );
  return `<CompleteMultipartUpload>${items.join("")}</CompleteMultipartUpload>`;
}
