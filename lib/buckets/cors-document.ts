/**
 * The CORS configuration that W&B's pages need, as S3 takes it. W&B's own document allows every origin; naming the
 * front end's is enough and lets no other page read.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
 */
export function s3CorsDocument(origins: readonly string[]): string {
  return JSON.stringify({
    CORSRules: [
      {
        AllowedHeaders: ["*"],
        AllowedMethods: ["GET", "HEAD", "PUT"],
        AllowedOrigins: origins,
        ExposeHeaders: ["ETag"],
        MaxAgeSeconds: 3000,
      },
    ],
  });
}
