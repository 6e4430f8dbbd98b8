import type { GrantMethod } from "../storage/signer.ts";

/** Visible ASCII, so that no value can end a header or start another. */
const OVERRIDE = /^[\x20-\x7e]{1,1024}$/;

/** What is wrong with the overrides of a download's headers, as a sentence; undefined when nothing is. */
export function overrideProblem(
  method: GrantMethod,
  overrides: { responseContentType?: string; responseContentDisposition?: string },
): string | undefined {
  const { responseContentType, responseContentDisposition } = overrides;
  if (responseContentType === undefined && responseContentDisposition === undefined) return undefined;
  if (method !== "GET" && method !== "HEAD") return "Only downloads (GET, HEAD) have responseContent fields.";
  if (responseContentType !== undefined && !OVERRIDE.test(responseContentType))
    return "responseContentType has 1 to 1,024 visible ASCII characters.";
  if (responseContentDisposition !== undefined && !OVERRIDE.test(responseContentDisposition))
    return "responseContentDisposition has 1 to 1,024 visible ASCII characters; write others as filename*=UTF-8''….";
  return undefined;
}
