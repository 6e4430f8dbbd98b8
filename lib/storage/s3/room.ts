import type { Bucket } from "../bucket.ts";
import type { Reach, Room } from "../room.ts";
import { diagnose } from "./codes.ts";
import { type Layout, reachOf } from "./layout.ts";
import { s3Signer } from "./signer.ts";

/** What tells one S3-compatible provider from another. */
interface S3RoomSettings extends Pick<Room, "title" | "nameProblem" | "place" | "printAddress"> {
  /** Throws a plain Error on a bucket that lacks its region or endpoint; address parsing lets none through. */
  layout(bucket: Bucket): Layout;
  minTlsVersion?: NonNullable<Reach["minTlsVersion"]>;
}

/** Makes a provider's room over the S3 engine. */
export function s3Room({ layout, minTlsVersion, ...own }: S3RoomSettings): Room {
  return {
    ...own,
    binds: { contentType: true, contentMd5: true, contentLength: true, ifNoneMatch: true },
    reach: (bucket) => ({ ...reachOf(layout(bucket)), ...(minTlsVersion && { minTlsVersion }) }),
    signer: (bucket, credentials, { now }) =>
      s3Signer({ layout: layout(bucket), credentials, kmsKeyId: bucket.kmsKeyId, now }),
    diagnose,
    isListing: ({ body }) => new TextDecoder().decode(body).includes("<ListBucketResult"),
  };
}
