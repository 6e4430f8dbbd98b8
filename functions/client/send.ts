/** A grant, as `/presign` and `/presign/multipart` answer it. */
export interface SendableGrant {
  url: string;
  headers: Record<string, string>;
}

/** What a store answered to an upload. */
export interface Sent {
  status: number;
  /** Absent where the store has none, or does not show it to pages. */
  etag?: string;
}

/** Uploads by a grant. `onProgress` is told how many of the bytes are gone. Rejects when nothing was answered. */
export type Send = (grant: SendableGrant, body: Blob, onProgress: (bytes: number) => void) => Promise<Sent>;

/** Uploads by `fetch`, which tells of no progress but the end. */
export const fetchSend: Send = async ({ url, headers }, body, onProgress) => {
  const response = await fetch(url, { method: "PUT", headers, body });
  await response.body?.cancel();
  if (response.ok) onProgress(body.size);
  const etag = response.headers.get("etag");
  return { status: response.status, ...(etag !== null && { etag }) };
};
