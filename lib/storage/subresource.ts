import type { ServiceGrant } from "./signer.ts";

/**
 * A request of the S3 protocol, which Cloud Storage's XML API shares, that is about something beside an object's
 * bytes: a bucket's settings, an upload in parts. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html
 */
export interface Subresource {
  method: "GET" | "PUT" | "POST" | "DELETE";
  /** The full object key; empty for the bucket itself. */
  key: string;
  /** Not encoded, e.g. `{cors: ""}`. */
  parameters: Readonly<Record<string, string>>;
  /** What the client must send. */
  headers?: Record<string, string>;
}

/** Signs for the service's own use; opens no connection. */
export type SignSubresource = (
  subresource: Subresource,
  expiresInSeconds: number,
) => ServiceGrant | Promise<ServiceGrant>;
