/** Uploads that were not completed in so many days never will be: URLs of parts live for one day by default. */
const DAYS = 7;

/** A lifecycle configuration that deletes no object. */
export interface S3Lifecycle {
  Rules: {
    ID: string;
    Status: "Enabled";
    Filter: { Prefix: string };
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: number };
  }[];
}

/**
 * Frees the space of abandoned multipart uploads under a root, which no listing of objects shows.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html
 */
export function abortIncompleteUploads(root: string): S3Lifecycle {
  return {
    Rules: [
      {
        ID: "wandb-abort-incomplete-uploads",
        Status: "Enabled",
        Filter: { Prefix: root },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: DAYS },
      },
    ],
  };
}
