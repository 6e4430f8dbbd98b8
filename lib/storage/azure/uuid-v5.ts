import { createHash } from "node:crypto";

/** The namespace for names that are URLs. https://www.rfc-editor.org/rfc/rfc9562#name-namespace-id-usage-and-allo */
export const NAMESPACE_URL = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";

/**
 * The UUID, version 5, of a name in a namespace; the name counts as UTF-8.
 * https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-5
 */
export function uuidV5(namespace: string, name: string): string {
  const bytes = Buffer.from(namespace.replaceAll("-", ""), "hex");
  const uuid = createHash("sha1").update(bytes).update(name).digest().subarray(0, 16);
  uuid.writeUInt8((uuid.readUInt8(6) & 0x0f) | 0x50, 6);
  uuid.writeUInt8((uuid.readUInt8(8) & 0x3f) | 0x80, 8);
  return uuid.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
