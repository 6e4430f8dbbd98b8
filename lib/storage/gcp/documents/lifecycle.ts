/** As for S3: uploads that were not completed in so many days never will be. */
const DAYS = 7;

/**
 * Frees the space of abandoned multipart uploads under a root; deletes no object.
 * https://cloud.google.com/storage/docs/lifecycle#abort-mpu
 */
export function gcsAbortIncompleteUploads(root: string) {
  return {
    rule: [
      {
        action: { type: "AbortIncompleteMultipartUpload" },
        condition: { age: DAYS, ...(root === "" ? {} : { matchesPrefix: [root] }) },
      },
    ],
  };
}
