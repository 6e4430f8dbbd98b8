import type { Vault } from "../../lib/credentials/vault.ts";
import { storeLines } from "../../lib/presign/multipart/store-line.ts";
import type { PresignDeps } from "../presign/app.ts";
import type { SigningParts } from "./parts.ts";
import { signingDeps } from "./signing-deps.ts";

/** What the presign function signs with in Node, where it speaks to stores at addresses that it has resolved and judged. */
export function presignDeps(
  parts: SigningParts,
  vault: Vault,
  readUploadKey: () => Promise<Uint8Array>,
): PresignDeps {
  return signingDeps(parts, vault, readUploadKey, storeLines(parts));
}
