import type { Guide } from "../room.ts";

/**
 * Cloud Storage by IAM's names and gcloud. Its CORS knows no list of exposed headers: `responseHeader` holds both what
 * a page may send and what it may read. https://cloud.google.com/storage/docs/cors-configurations
 */
export const gcpGuide: Guide = {
  permissions: {
    list: "storage.objects.list",
    read: "storage.objects.get",
    write: "storage.objects.create and storage.objects.delete",
    delete: "storage.objects.delete",
  },
  corsCommand(bucket, origins) {
    const document = JSON.stringify([
      {
        origin: origins,
        method: ["GET", "HEAD", "PUT"],
        responseHeader: ["Content-Type", "Content-MD5", "ETag", "x-goog-if-generation-match"],
        maxAgeSeconds: 3000,
      },
    ]);
    return `echo '${document}' > cors.json && gcloud storage buckets update gs://${bucket.name} --cors-file=cors.json`;
  },
};
