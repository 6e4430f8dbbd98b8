import { type GcsRequest, parameterOf } from "./gcs-request.ts";

/**
 * The canonical request that a request amounts to, as Google describes it: the path as it was sent, all parameters but
 * the signature sorted by their encoded names, the signed headers in the order of `X-Goog-SignedHeaders`.
 * https://cloud.google.com/storage/docs/authentication/canonical-requests
 */
export function canonicalRequest(request: GcsRequest, signedHeaders: readonly string[]): string {
  const query = request.parameters
    .filter(([name]) => name.toLowerCase() !== "x-goog-signature")
    .map(([name, value]) => [escapeBytes(name), escapeBytes(value)] as const)
    .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
  const headers = signedHeaders.map((name) => `${name}:${canonicalValue(request, name)}\n`).join("");
  const payload = signedHeaders.includes("x-goog-content-sha256")
    ? request.headers.get("x-goog-content-sha256")
    : "UNSIGNED-PAYLOAD";
  const list = parameterOf(request, "X-Goog-SignedHeaders");
  return [request.method, request.path, query, headers, list, payload].join("\n");
}

/** Cloud Storage leaves the port out of the host. */
function canonicalValue({ headers }: GcsRequest, name: string): string {
  const value = (headers.get(name) ?? "").trim().replace(/\s+/g, " ");
  return name === "host" ? value.replace(/:\d+$/, "") : value;
}

/** RFC 3986: every byte but the unreserved characters. */
function escapeBytes(text: string): string {
  let escaped = "";
  for (const byte of Buffer.from(text)) {
    const character = String.fromCharCode(byte);
    escaped += /[A-Za-z0-9._~-]/.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return escaped;
}
