import type { Bucket } from "../../../lib/storage/bucket.ts";
import { minioRoom } from "../../../lib/storage/minio/room.ts";
import { startMiniflareStore } from "../../support/miniflare-store.ts";
import { describeSigner } from "./signer-suite.ts";

describeSigner("an S3-compatible store (Miniflare), under a base path", async () => {
  const store = await startMiniflareStore({ bucketNames: ["acme-bucket"] });
  const bucket: Bucket = {
    provider: "MINIO",
    name: "acme-bucket",
    path: "",
    region: store.region,
    endpoint: store.endpoint,
  };
  return {
    signer: (now) => minioRoom.signer(bucket, store.credentials, { now }),
    close: store.close,
  };
});
