import { hash } from "node:crypto";
import type { FinishedPart, MultipartSigner } from "../multipart.ts";
import type { Grant } from "../signer.ts";
import type { AzureSigner } from "./signer.ts";

/** Azure's names of metadata are identifiers of C#. */
const MARK_HEADER = "x-ms-meta-wandb_upload";

/** The service spends its own requests at once. */
const LIFE_SECONDS = 300;

/**
 * Blocks and a block list. An upload needs no beginning: its id is part of each block's, so that two uploads of one
 * blob do not mix; blocks that no list names are forgotten after a week.
 * https://learn.microsoft.com/rest/api/storageservices/put-block and …/put-block-list
 */
export function azureMultipart(signer: Pick<AzureSigner, "sign">): MultipartSigner {
  const put = (key: string, parameters: string, expiresInSeconds: number, user?: string): Grant => {
    const upload = { method: "PUT", key, expiresInSeconds } as const;
    const { headers: _ofPutBlob, ...grant } = signer.sign({ ...upload, ...(user && { user }) });
    return { ...grant, url: `${grant.url}&${parameters}`, headers: {} };
  };
  return {
    partsHaveEtags: false,
    uploadIdOf: () => undefined,
    part(key, uploadId, partNumber, { expiresInSeconds, user }) {
      const block = encodeURIComponent(blockId(uploadId, partNumber));
      return put(key, `comp=block&blockid=${block}`, expiresInSeconds, user);
    },
    // Not bound by a SAS, but the service sends this request itself.
    complete: async (key, uploadId, parts, { contentType, ifNoneMatch, mark } = {}) => ({
      grant: {
        ...put(key, "comp=blocklist", LIFE_SECONDS),
        headers: {
          ...(contentType && { "x-ms-blob-content-type": contentType }),
          ...(mark && { [MARK_HEADER]: markOf(mark, parts) }),
          ...(ifNoneMatch && { "If-None-Match": ifNoneMatch }),
        },
      },
      body: new TextEncoder().encode(blockList(uploadId, parts)),
    }),
    isComplete: ({ status }) => status === 201,
    // A block can be sent again after its list was, and would then be taken.
    completesAnew: true,
    etagIn: ({ headers }) => headers.etag,
    madeBy({ headers }, mark, parts) {
      const made = headers[MARK_HEADER];
      if (!made?.startsWith(`${mark}-`)) return undefined;
      return made === markOf(mark, parts) ? "these parts" : "others";
    },
  };
}

/** The upload's mark, and what its block list named. */
function markOf(mark: string, parts: readonly FinishedPart[]): string {
  return `${mark}-${hash("sha256", parts.map(({ partNumber }) => partNumber).join()).slice(0, 16)}`;
}

/** Base64 of at most 64 bytes, as long for every block of a blob. */
function blockId(uploadId: string, partNumber: number): string {
  return Buffer.from(`${uploadId}.${String(partNumber).padStart(5, "0")}`).toString("base64");
}

function blockList(uploadId: string, parts: readonly FinishedPart[]): string {
  const blocks = parts.map(({ partNumber }) => `<Uncommitted>${blockId(uploadId, partNumber)}</Uncommitted>`);
  return `<?xml version="1.0" encoding="utf-8"?><BlockList>${blocks.join("")}</BlockList>`;
}
