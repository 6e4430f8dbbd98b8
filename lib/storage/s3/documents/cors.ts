/** One rule of a bucket's CORS configuration. */
export interface S3CorsRule {
  AllowedHeaders: string[];
  AllowedMethods: string[];
  AllowedOrigins: string[];
  ExposeHeaders: string[];
  MaxAgeSeconds: number;
}

/**
 * The rules as the S3 console takes them. Naming the front end's origins is enough and lets no other page read; W&B's
 * own document allows `*`. https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
 */
export function corsRules(origins: readonly string[]): S3CorsRule[] {
  return [
    {
      AllowedHeaders: ["*"],
      AllowedMethods: ["GET", "HEAD", "PUT"],
      AllowedOrigins: [...origins],
      ExposeHeaders: ["ETag"],
      MaxAgeSeconds: 3000,
    },
  ];
}

/** The same as the API and the CLI take them. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html */
export function corsDocument(origins: readonly string[]): { CORSRules: S3CorsRule[] } {
  return { CORSRules: corsRules(origins) };
}
