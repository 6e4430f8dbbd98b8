import { benchAzureSigner } from "./azure-signer.ts";
import type { Figure } from "./figure.ts";
import { benchGcpSigner } from "./gcp-signer.ts";
import { benchS3Signer } from "./s3-signer.ts";

/**
 * How fast URLs are signed, against the official SDKs and against the bare cryptography over the same bytes. Each peer is
 * first shown to make the very same URLs or signatures, for a clock that stands; then the two take turns.
 */
export async function benchSigners(): Promise<Figure[]> {
  return [...(await benchS3Signer()), ...(await benchGcpSigner()), ...(await benchAzureSigner())];
}
