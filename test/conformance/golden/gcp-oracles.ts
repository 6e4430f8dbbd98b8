import { createHmac, hash } from "node:crypto";
import { Storage } from "@google-cloud/storage";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import type { AccessKey, ServiceAccountKey } from "../../../lib/storage/credentials.ts";
import type { SignRequest } from "../../../lib/storage/signer.ts";

const ORIGIN = "https://storage.googleapis.com";

/** Signs with Google's own SDK: the oracle for service account keys. */
export function gcpSdkOracle({ clientEmail, privateKey }: ServiceAccountKey, apiEndpoint = ORIGIN) {
  const storage = new Storage({
    apiEndpoint,
    projectId: "acme",
    credentials: { client_email: clientEmail, private_key: privateKey.reveal() },
  });
  return {
    async sign({ name }: Bucket, date: Date, { method, key, expiresInSeconds, ...request }: SignRequest) {
      const file = storage.bucket(name).file(key);
      const life = lifeOf(date, expiresInSeconds);
      const queryParams = overridesOf(method, request);
      if (method === "HEAD") {
        await file.getSignedUrl({ ...life, action: "read" });
        // The SDK has no action for HEAD; the signer that the call above left behind signs what it is told.
        return file.signer?.getSignedUrl({ ...life, queryParams, method: method as string as "GET" });
      }
      if (method !== "PUT") {
        const action = method === "GET" ? "read" : "delete";
        return (await file.getSignedUrl({ ...life, action, queryParams }))[0];
      }
      const { contentType, contentMd5, contentLength, ifNoneMatch } = request.bound ?? {};
      const extensionHeaders = {
        ...(contentLength !== undefined && { "content-length": String(contentLength) }),
        ...(ifNoneMatch && { "x-goog-if-generation-match": "0" }),
      };
      const bound = { ...(contentType && { contentType }), ...(contentMd5 && { contentMd5 }) };
      return (
        await file.getSignedUrl({ ...life, action: "write", ...bound, extensionHeaders, queryParams })
      )[0];
    },
    async signList({ name }: Bucket, date: Date, prefix: string, expiresInSeconds: number) {
      const bucket = storage.bucket(name);
      // The bucket's own method leaves `accessibleAt` out.
      await bucket.getSignedUrl({ version: "v4", action: "list", expires: Date.now() + 1000 });
      const queryParams = { "list-type": "2", "max-keys": "1", prefix };
      return bucket.signer?.getSignedUrl({ ...lifeOf(date, expiresInSeconds), method: "GET", queryParams });
    },
  };
}

function lifeOf(accessibleAt: Date, seconds: number) {
  const expires = new Date(accessibleAt.getTime() + seconds * 1000);
  return { version: "v4", accessibleAt, expires } as const;
}

/**
 * The URL of an HMAC key, step by step as Google's pages have it, for no library signs with one.
 * https://cloud.google.com/storage/docs/authentication/canonical-requests
 * https://cloud.google.com/storage/docs/authentication/signatures
 */
export function hmacUrl(
  bucket: Bucket,
  accessKey: AccessKey,
  date: Date,
  request: SignRequest,
  origin = ORIGIN,
): string {
  const time = `${date.toISOString().slice(0, 19).replaceAll("-", "").replaceAll(":", "")}Z`;
  const day = time.split("T")[0] ?? "";
  const headers = new Map([["host", new URL(origin).hostname]]);
  const { contentType, contentMd5, contentLength, ifNoneMatch } = request.bound ?? {};
  if (request.method === "PUT") {
    if (contentType) headers.set("content-type", contentType);
    if (contentMd5) headers.set("content-md5", contentMd5);
    if (contentLength !== undefined) headers.set("content-length", String(contentLength));
    if (ifNoneMatch) headers.set("x-goog-if-generation-match", "0");
  }
  const sorted = [...headers].sort(([one], [other]) => (one < other ? -1 : 1));
  const signedHeaders = sorted.map(([name]) => name).join(";");
  const parameters: [string, string][] = [
    ["X-Goog-Algorithm", "GOOG4-HMAC-SHA256"],
    ["X-Goog-Credential", `${accessKey.accessKeyId}/${day}/auto/storage/goog4_request`],
    ["X-Goog-Date", time],
    ["X-Goog-Expires", String(request.expiresInSeconds)],
    ["X-Goog-SignedHeaders", signedHeaders],
    ...Object.entries(overridesOf(request.method, request)),
  ];
  const query = parameters.map(([name, value]) => `${escapeBytes(name)}=${escapeBytes(value)}`).join("&");
  const path = `/${bucket.name}/${request.key.split("/").map(escapeBytes).join("/")}`;
  const canonicalRequest = [
    request.method,
    path,
    query,
    ...sorted.map(([name, value]) => `${name}:${value.trim().split(/\s+/).join(" ")}`),
    "",
    signedHeaders,
    "UNSIGNED-PAYLOAD",
  ].join("\n");
  const stringToSign = [
    "GOOG4-HMAC-SHA256",
    time,
    `${day}/auto/storage/goog4_request`,
    hash("sha256", canonicalRequest),
  ].join("\n");
  const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const dayKey = hmac(`GOOG4${accessKey.secretAccessKey.reveal()}`, day);
  const signingKey = hmac(hmac(hmac(dayKey, "auto"), "storage"), "goog4_request");
  const signature = hmac(signingKey, stringToSign).toString("hex");
  return `${origin}${path}?${query}&X-Goog-Signature=${signature}`;
}

function overridesOf(
  method: string,
  { responseContentType, responseContentDisposition, user }: Partial<SignRequest>,
): Record<string, string> {
  const attribution: Record<string, string> = user === undefined ? {} : { "X-User": user };
  if (method !== "GET" && method !== "HEAD") return attribution;
  return {
    ...attribution,
    ...(responseContentDisposition !== undefined && {
      "response-content-disposition": responseContentDisposition,
    }),
    ...(responseContentType !== undefined && { "response-content-type": responseContentType }),
  };
}

/** RFC 3986, byte by byte. */
function escapeBytes(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9._~-]/.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");
}
