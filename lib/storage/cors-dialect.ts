/** How a store compares the entries of its CORS configuration with what a page sends. */
export interface CorsDialect {
  originMatches(entry: string, origin: string): boolean;
  /** Compares a request header, or one that a page wants to read. */
  headerMatches(entry: string, name: string): boolean;
  /** Headers that a page must be able to send with an upload, lower case. */
  uploadHeaders: readonly string[];
  /** True where W&B's document for the provider asks that pages may read `ETag`: their uploads in parts need it. */
  etagNeeded: boolean;
  /** Said to an admin whose rule lacks a header, where the provider's configuration has a trap. */
  headerTrap?: string;
}

/** S3 takes one `*` in an entry, for any run of characters. https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html */
export const S3_CORS: CorsDialect = {
  originMatches: globMatches,
  headerMatches: (entry, name) => globMatches(entry.toLowerCase(), name),
  uploadHeaders: ["content-md5", "content-type"],
  etagNeeded: true,
};

/** Cloud Storage takes `*` for everything, and else compares whole. https://cloud.google.com/storage/docs/cross-origin */
export const GCP_CORS: CorsDialect = {
  originMatches: (entry, origin) => entry === "*" || entry === origin,
  headerMatches: (entry, name) => entry === "*" || entry.toLowerCase() === name,
  uploadHeaders: ["content-md5", "content-type"],
  etagNeeded: false,
  headerTrap:
    "Cloud Storage has no exposeHeaders: what a page may send and what it may read both stand in responseHeader.",
};

/** Azure takes `*`, `https://*.example.com`, and prefixes of headers like `x-ms-meta*`. https://learn.microsoft.com/rest/api/storageservices/cross-origin-resource-sharing--cors--support-for-the-azure-storage-services */
export const AZURE_CORS: CorsDialect = {
  originMatches: globMatches,
  headerMatches: (entry, name) => globMatches(entry.toLowerCase(), name),
  uploadHeaders: ["content-md5", "content-type", "x-ms-blob-type"],
  etagNeeded: false,
};

function globMatches(entry: string, text: string): boolean {
  const star = entry.indexOf("*");
  if (star < 0) return entry === text;
  const [before, after] = [entry.slice(0, star), entry.slice(star + 1)];
  return text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
}
