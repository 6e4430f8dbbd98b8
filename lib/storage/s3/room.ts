import { type Bucket, rootOf } from "../bucket.ts";
import { S3_CORS } from "../cors-dialect.ts";
import type { Credentials } from "../credentials.ts";
import { encodeKey } from "../percent-encode.ts";
import type { EndpointTemplate, Reach, Room, SignerOptions } from "../room.ts";
import { diagnose } from "./codes.ts";
import { encryptionOf } from "./encryption.ts";
import { s3Guide } from "./guide.ts";
import { kmsKeyProblem } from "./kms-key.ts";
import { atEndpoint, type Layout, reachOf } from "./layout.ts";
import { regionIn } from "./region-in.ts";
import { type S3Signer, s3Signer } from "./signer.ts";
import { uploadHeaders } from "./upload-headers.ts";

/** What tells one S3-compatible provider from another. */
interface S3RoomSettings
  extends Pick<
    Room,
    "title" | "scopes" | "instanceBySupport" | "form" | "address" | "nameProblem" | "place" | "printAddress"
  > {
  /** Throws a plain Error on a bucket that lacks its region or endpoint; address parsing lets none through. */
  layout(bucket: Bucket): Layout;
  /** How the provider's admins are spoken to. */
  guide?: Parameters<typeof s3Guide>[0];
  /** Where the provider's keys are not named as AWS's are. */
  kmsKeyProblem?: Room["kmsKeyProblem"];
  minTlsVersion?: NonNullable<Reach["minTlsVersion"]>;
  /** The ETag of an object that was uploaded in parts ends in their number, as S3's does: `"…-3"`. SeaweedFS's counts chunks. */
  etagsCountParts?: boolean;
}

/** A room whose signers need no other thread. */
interface S3Room extends Room {
  signer(bucket: Bucket, credentials: Credentials, options: SignerOptions): S3Signer;
}

/** Makes a provider's room over the S3 engine. */
export function s3Room({
  layout,
  minTlsVersion,
  guide = {},
  etagsCountParts = false,
  ...own
}: S3RoomSettings): S3Room {
  const layoutAt = (bucket: Bucket, endpoint: EndpointTemplate | undefined) => {
    const usual = layout(bucket);
    return endpoint === undefined ? usual : atEndpoint(bucket.name, endpoint, usual.region);
  };
  const signer: S3Room["signer"] = (bucket, credentials, { now, endpoint }) => {
    if (!("secretAccessKey" in credentials)) throw new Error("The S3 family signs with access keys");
    return s3Signer({ layout: layoutAt(bucket, endpoint), credentials, kmsKeyId: bucket.kmsKeyId, now });
  };
  return {
    kmsKeyProblem,
    ...own,
    binds: { contentType: true, contentMd5: true, contentLength: true, ifNoneMatch: true },
    bindsMultipart: { ifNoneMatch: true },
    reach: (bucket, endpoint) => ({
      ...reachOf(layoutAt(bucket, endpoint)),
      ...(minTlsVersion && { minTlsVersion }),
    }),
    signer,
    async multipart(bucket, credentials, options) {
      const { xmlMultipart } = await import("../xml-multipart.ts");
      return xmlMultipart({
        sign: signer(bucket, credentials, options).signSubresource,
        createHeaders: (bound) => uploadHeaders(bound, bucket.kmsKeyId),
        markHeader: "x-amz-meta-wandb-upload",
        etagsCountParts,
      });
    },
    async inspector(bucket, credentials, { spend, ...options }) {
      const { s3Inspector } = await import("./inspector.ts");
      return s3Inspector({
        sign: signer(bucket, credentials, options).signSubresource,
        spend,
        root: rootOf(bucket),
      });
    },
    diagnose,
    regionIn,
    encryptionOf,
    expiryIn: ({ headers }) => headers["x-amz-expiration"],
    copyHeaders: ({ name }, key) => ({ "x-amz-copy-source": `/${name}/${encodeKey(key)}` }),
    guide: s3Guide(guide),
    cors: S3_CORS,
    isListing: ({ body }) => new TextDecoder().decode(body).includes("<ListBucketResult"),
    isEmptyListing: ({ body }) => !new TextDecoder().decode(body).includes("<Contents>"),
  };
}
