import type { StoreAnswer } from "../room.ts";

const REGION = /^[a-z0-9-]{1,32}$/;

/**
 * The region that an answer says the bucket is in: a header of AWS's, an element of its error document, or the host that
 * a redirect names. https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html
 */
export function regionIn({ headers, body }: StoreAnswer): string | undefined {
  const text = new TextDecoder().decode(body);
  const named =
    headers["x-amz-bucket-region"] ??
    /<Region>\s*([^<\s]+)\s*<\/Region>/.exec(text)?.[1] ??
    /<Endpoint>[^<]*\bs3[.-]([a-z0-9-]+)\.amazonaws\.com/.exec(text)?.[1] ??
    /expecting '([a-z0-9-]+)'/.exec(text)?.[1];
  return named !== undefined && REGION.test(named) ? named : undefined;
}
