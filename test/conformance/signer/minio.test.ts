import type { Bucket } from "../../../lib/storage/bucket.ts";
import { minioRoom } from "../../../lib/storage/minio/room.ts";
import { startMiniflareStore } from "../../support/miniflare-store.ts";
import { describeMultipart } from "./multipart-suite.ts";
import { describeSigner } from "./signer-suite.ts";

async function openStore() {
  const store = await startMiniflareStore({ bucketNames: ["acme-bucket"] });
  const bucket: Bucket = {
    provider: "MINIO",
    name: "acme-bucket",
    path: "",
    region: store.region,
    endpoint: store.endpoint,
  };
  return {
    signer: (now: () => Date) => minioRoom.signer(bucket, store.credentials, { now }),
    multipart: (now: () => Date) => minioRoom.multipart(bucket, store.credentials, { now }),
    close: store.close,
  };
}

const TITLE = "an S3-compatible store (Miniflare), under a base path";
describeSigner(TITLE, openStore);
describeMultipart(TITLE, openStore);
