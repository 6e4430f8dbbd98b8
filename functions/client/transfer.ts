import type { Client } from "./client.ts";
import type { Send, SendableGrant, Sent } from "./send.ts";

interface Place {
  team: string;
  key: string;
}

interface UploadOptions extends Place {
  body: Blob;
  contentType?: string;
  /** Told how much of the body is gone, from 0 to 1. */
  onProgress?: (share: number) => void;
}

/** S3 and Cloud Storage take no smaller part but the last. */
const LEAST_PART_BYTES = 5 * 1024 * 1024;
const PARTS_AT_ONCE = 4;
/** A URL that has died: its time is over, or the credentials that signed it. */
const DEAD = [401, 403];
const COMPLETING_PAUSE_MS = 5_000;

/** Uploads a file by one PUT. Throws when the store refuses it. */
export async function uploadFile(
  client: Client,
  send: Send,
  { team, key, body, contentType, onProgress = () => undefined }: UploadOptions,
): Promise<void> {
  const object = { key, ...(contentType !== undefined && { contentType }) };
  const grant = await onlyGrant(client, { team, method: "PUT", objects: [object] });
  const { status } = await send(grant, body, (bytes) => onProgress(bytes / body.size));
  requireTaken(status);
}

/**
 * Uploads a file in parts, some at once; a part whose URL has died gets a new one. What was begun and cannot be finished is
 * aborted. Throws when the store refuses a part, or the service the upload.
 */
export async function uploadInParts(
  client: Client,
  send: Send,
  options: UploadOptions & { partBytes?: number },
): Promise<void> {
  const {
    team,
    key,
    body,
    contentType,
    partBytes = 100 * 1024 * 1024,
    onProgress = () => undefined,
  } = options;
  const size = Math.max(partBytes, LEAST_PART_BYTES);
  const partCount = Math.max(1, Math.ceil(body.size / size));
  const begun = await client.beginUpload({
    body: { team, key, partCount, ...(contentType !== undefined && { contentType }) },
  });
  const { uploadId } = begun.body;
  const grants = new Map<number, SendableGrant>(begun.body.parts.map((part) => [part.partNumber, part]));
  const gone = new Map<number, number>();
  const tell = (partNumber: number, bytes: number) => {
    gone.set(partNumber, bytes);
    onProgress([...gone.values()].reduce((sum, each) => sum + each, 0) / Math.max(1, body.size));
  };
  const freshGrant = async (partNumber: number): Promise<SendableGrant> => {
    const { body: page } = await client.refreshParts({
      body: { team, key, uploadId, parts: [{ partNumber }] },
    });
    const [grant] = page.parts;
    if (grant === undefined) throw new Error("The service gave no URL for the part.");
    return grant;
  };
  const sendPart = async (partNumber: number) => {
    const slice = body.slice((partNumber - 1) * size, partNumber * size);
    const told = (bytes: number) => tell(partNumber, bytes);
    let sent: Sent = await send(grants.get(partNumber) ?? (await freshGrant(partNumber)), slice, told);
    if (DEAD.includes(sent.status)) sent = await send(await freshGrant(partNumber), slice, told);
    requireTaken(sent.status);
    return { partNumber, ...(sent.etag !== undefined && { etag: sent.etag }) };
  };

  try {
    const parts = await inTurn(partCount, sendPart);
    for (;;) {
      const { status } = await client.completeUpload({ body: { team, key, uploadId, parts } });
      if (status === 200) return;
      await new Promise((done) => setTimeout(done, COMPLETING_PAUSE_MS));
    }
  } catch (error) {
    await client.abortUpload({ body: { team, key, uploadId } }).catch(() => undefined); // the first failure is what counts
    throw error;
  }
}

/** A URL to download a file under a name of its own. */
export async function downloadUrl(
  client: Client,
  { team, key, fileName }: Place & { fileName: string },
): Promise<string> {
  const encoded = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16)}`,
  );
  const responseContentDisposition = `attachment; filename*=UTF-8''${encoded}`;
  return (await onlyGrant(client, { team, method: "GET", objects: [{ key, responseContentDisposition }] }))
    .url;
}

async function onlyGrant(
  client: Client,
  body: Parameters<Client["presign"]>[0]["body"],
): Promise<SendableGrant> {
  const { body: answer } = await client.presign({ body });
  const [entry] = "urls" in answer ? answer.urls : [];
  if (entry === undefined || "error" in entry) throw new Error(entry?.error.detail ?? "There is no URL.");
  return entry;
}

/** Does numbers 1 to `count`, some at once, and gives what they came to in their order. */
async function inTurn<T>(count: number, run: (number: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 1;
  const worker = async () => {
    for (let number = next++; number <= count; number = next++) results[number - 1] = await run(number);
  };
  await Promise.all(Array.from({ length: Math.min(PARTS_AT_ONCE, count) }, worker));
  return results;
}

function requireTaken(status: number): void {
  if (status < 200 || status > 299) throw new Error(`The store answered the upload with HTTP ${status}.`);
}
