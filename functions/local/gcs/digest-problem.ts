import { crc32cText } from "./crc32c.ts";
import type { GcsRequest } from "./gcs-request.ts";
import { type Reply, xmlError } from "./reply.ts";

const MD5 = /^[A-Za-z0-9+/]{22}==$/;
const CRC32C = /^[A-Za-z0-9+/]{6}==$/;

/**
 * The refusal of a body that is not what its headers say; undefined for one that is.
 * https://cloud.google.com/storage/docs/xml-api/reference-headers#xgooghash
 */
export function digestProblem({ headers, body }: GcsRequest): Reply | undefined {
  const claims: { header: string; form: RegExp; claimed: string; found: string }[] = [];
  const md5 = headers.get("content-md5");
  if (md5 !== undefined) claims.push({ header: "Content-MD5", form: MD5, claimed: md5, found: body.md5 });
  for (const claim of (headers.get("x-goog-hash") ?? "").split(",").filter((each) => each.trim() !== "")) {
    const [, kind = "", claimed = ""] = /^\s*(\w+)=(\S+)\s*$/.exec(claim) ?? [];
    if (kind === "crc32c")
      claims.push({ header: "x-goog-hash", form: CRC32C, claimed, found: crc32cText(body.crc32c) });
    else claims.push({ header: "x-goog-hash", form: kind === "md5" ? MD5 : /^$/, claimed, found: body.md5 });
  }
  const malformed = claims.find(({ form, claimed }) => !form.test(claimed));
  if (malformed) return xmlError(400, "InvalidDigest", `The ${malformed.header} you specified was invalid.`);
  const wrong = claims.find(({ claimed, found }) => claimed !== found);
  if (wrong) return badDigest(wrong.header);
  const sha256 = headers.get("x-goog-content-sha256");
  const unchecked = sha256 === undefined || sha256 === "UNSIGNED-PAYLOAD" || sha256 === body.sha256;
  return unchecked ? undefined : badDigest("x-goog-content-sha256");
}

function badDigest(header: string): Reply {
  return xmlError(400, "BadDigest", `The ${header} you specified did not match what we received.`);
}
