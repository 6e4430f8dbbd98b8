/** One rule of a bucket's CORS configuration. */
export interface GcsCorsRule {
  origin: string[];
  method: string[];
  responseHeader: string[];
  maxAgeSeconds: number;
}

/**
 * Cloud Storage knows no list of exposed headers: `responseHeader` holds both what a page may send and what it may
 * read, and each is compared as a whole. https://cloud.google.com/storage/docs/cors-configurations
 */
const HEADERS = ["Content-Type", "Content-MD5", "ETag", "x-goog-if-generation-match"];

/** A document for `gcloud storage buckets update --cors-file`; the console has no form for it. */
export function gcsCorsDocument(origins: readonly string[]): GcsCorsRule[] {
  return [
    {
      origin: [...origins],
      method: ["GET", "HEAD", "PUT"],
      responseHeader: [...HEADERS],
      maxAgeSeconds: 3000,
    },
  ];
}
