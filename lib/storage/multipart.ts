import type { StoreAnswer } from "./room.ts";
import type { Bound, ServiceGrant } from "./signer.ts";

export interface FinishedPart {
  /** 1 to 10,000. */
  partNumber: number;
  /** As the store gave it, quoted or bare; Azure's blocks have none. */
  etag?: string;
}

/** What the finished object is to have. */
export interface NewObject extends Pick<Bound, "contentType"> {
  /** Kept with the object as metadata, so that whoever lost the answer to `complete` can tell what came of it. */
  mark?: string;
}

export interface PartOptions {
  expiresInSeconds: number;
  /** Base64 of the MD5's 16 bytes; where the provider can bind it. */
  contentMd5?: string;
  /** Who asked for the URL, where the provider's URLs can say so. */
  user?: string;
}

/**
 * Signs an upload in parts; opens no connection. Only a part's grant is handed to a client: the rest is the service's
 * own to spend, and lives for minutes.
 */
export interface MultipartSigner {
  /** Whether the store answers a part's upload with an ETag, which `complete` then needs. */
  partsHaveEtags: boolean;
  /** Begins the upload; absent where an upload needs no beginning, and its id is whatever the caller makes up. */
  create?: (key: string, upload?: NewObject) => ServiceGrant | Promise<ServiceGrant>;
  /** The id that the answer to `create` gives; undefined when it gives none. */
  uploadIdOf(answer: StoreAnswer): string | undefined;
  part(
    key: string,
    uploadId: string,
    partNumber: number,
    options: PartOptions,
  ): ServiceGrant | Promise<ServiceGrant>;
  /** Makes one object of the parts, which are in ascending order. */
  complete(
    key: string,
    uploadId: string,
    parts: readonly FinishedPart[],
    upload?: NewObject & Pick<Bound, "ifNoneMatch">,
  ): Promise<MultipartCompletion>;
  /** True when a 2xx answer to `complete` says so too: S3 may answer 200 before it knows, and tell a failure in the body. */
  isComplete(answer: StoreAnswer): boolean;
  /** The finished object's ETag, as the answer to `complete` or to a HEAD gives it. */
  etagIn(answer: StoreAnswer): string | undefined;
  /**
   * Whether the upload with this mark made an object, as the answer to a HEAD shows it: of these parts, or of others as
   * far as the store tells.
   */
  madeBy(
    answer: StoreAnswer,
    mark: string,
    parts: readonly FinishedPart[],
  ): "these parts" | "others" | undefined;
  /** Whether the store would complete an upload anew that is complete already, and replace the object. */
  completesAnew: boolean;
  /** Throws the parts away; absent where the store forgets parts that nobody completes. */
  abort?: (key: string, uploadId: string) => ServiceGrant | Promise<ServiceGrant>;
}

export interface MultipartCompletion {
  grant: ServiceGrant;
  body: Uint8Array;
}
