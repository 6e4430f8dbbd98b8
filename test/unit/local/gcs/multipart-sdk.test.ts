import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MultiPartUploadError, Storage, TransferManager } from "@google-cloud/storage";
import { PassThroughClient } from "google-auth-library";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hmacSigning } from "../../../../lib/storage/gcp/hmac-signing.ts";
import { gcpSigner } from "../../../../lib/storage/gcp/signer.ts";
import { atEndpoint } from "../../../../lib/storage/s3/layout.ts";
import { type GcsStore, startGcsStore } from "../../../support/gcs-store.ts";

const CHUNK_BYTES = 5 * 1024 * 1024;

let store: GcsStore;
let dir: string;
let file: string;
const bytes = randomBytes(2 * CHUNK_BYTES + 1234);
/** Method and parameters of what the SDK sent. */
const sent: string[] = [];

beforeAll(async () => {
  store = await startGcsStore();
  dir = await mkdtemp(join(tmpdir(), "gcs-"));
  file = join(dir, "file");
  await writeFile(file, bytes);
});
afterAll(async () => {
  await store?.close();
  await rm(dir, { recursive: true });
});

/** Google's own client for uploads in parts; what it sends is signed, and goes to the server instead of to Google. */
function transferManager(): TransferManager {
  const layout = atEndpoint("acme-bucket", store.server.endpoint, "auto");
  const signer = gcpSigner({ layout, signing: hmacSigning(store.hmacKey), now: () => new Date() });
  const authClient = new PassThroughClient();
  authClient.transporter.interceptors.request.add({
    resolved: async (request) => {
      const { pathname, searchParams } = new URL(request.url);
      const key = decodeURIComponent(pathname.slice(1));
      const method = request.method as "PUT" | "POST" | "DELETE";
      sent.push(`${method} ${[...searchParams.keys()]}`);
      // The platform's fetch sends the length itself.
      const headers = Object.fromEntries([...request.headers].filter(([name]) => name !== "content-length"));
      const parameters = Object.fromEntries(searchParams);
      const grant = await signer.signSubresource({ method, key, parameters, headers }, 600);
      // Otherwise gaxios 7 makes a Blob of `application/xml`, which the SDK (8.4) does not read.
      return { ...request, url: new URL(grant.url), responseType: "text" };
    },
  });
  const storage = new Storage({ authClient, projectId: "acme", retryOptions: { autoRetry: false } });
  return new TransferManager(storage.bucket("acme-bucket"));
}

async function download(key: string): Promise<{ body: Buffer; type: string | null }> {
  const layout = atEndpoint("acme-bucket", store.server.endpoint, "auto");
  const signer = gcpSigner({ layout, signing: hmacSigning(store.hmacKey), now: () => new Date() });
  const { url } = await signer.sign({ method: "GET", key, expiresInSeconds: 600 });
  const response = await fetch(url);
  return { body: Buffer.from(await response.arrayBuffer()), type: response.headers.get("content-type") };
}

test.each(["md5", "crc32c", false] as const)(
  "Google's SDK uploads a file in parts, which it validates by %s",
  async (validation) => {
    sent.length = 0;
    await transferManager().uploadFileInChunks(file, {
      uploadName: `by-${validation}`,
      chunkSizeBytes: CHUNK_BYTES,
      validation: validation as "md5",
      headers: { "content-type": "application/x-model" },
    });
    const { body, type } = await download(`by-${validation}`);
    expect([body.equals(bytes), type]).toEqual([true, "application/x-model"]);
    expect(sent.toSorted()).toEqual([
      "POST uploadId",
      "POST uploads",
      "PUT partNumber,uploadId",
      "PUT partNumber,uploadId",
      "PUT partNumber,uploadId",
    ]);
  },
);

test("Google's SDK aborts an upload whose parts are too small", async () => {
  sent.length = 0;
  await transferManager().uploadFileInChunks(file, { uploadName: "small", chunkSizeBytes: CHUNK_BYTES - 1 });
  expect(sent.at(-1)).toBe("DELETE uploadId");
  expect((await download("small")).body.toString()).toContain("<Code>NoSuchKey</Code>");
});

test("Google's SDK takes up an upload that stopped, and tells of one that is not there", async () => {
  const stopped = transferManager();
  const begun = await stopped
    .uploadFileInChunks(file, {
      uploadName: "resumed",
      chunkSizeBytes: CHUNK_BYTES - 1,
      autoAbortFailure: false,
    })
    .catch((error: unknown) => error);
  expect(begun).toBeInstanceOf(MultiPartUploadError);
  const uploadId = String(Reflect.get(begun as object, "uploadId"));
  await transferManager().uploadFileInChunks(file, {
    uploadName: "resumed",
    chunkSizeBytes: CHUNK_BYTES,
    uploadId,
    partsMap: new Map(),
  });
  expect((await download("resumed")).body.equals(bytes)).toBe(true);
  const again = transferManager().uploadFileInChunks(file, {
    uploadName: "resumed",
    chunkSizeBytes: CHUNK_BYTES,
    uploadId,
    partsMap: new Map(),
    autoAbortFailure: false,
    // With more at a time the SDK leaves the failures of the others unhandled.
    concurrencyLimit: 1,
  });
  await expect(again).rejects.toThrow(MultiPartUploadError);
});
