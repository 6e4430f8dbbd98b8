import type { DeploymentType } from "../deployment-type.ts";
import type { RoomAddress } from "./address/room-address.ts";
import type { Bucket } from "./bucket.ts";
import type { CorsDialect } from "./cors-dialect.ts";
import type { Credentials } from "./credentials.ts";
import type { ProviderForm } from "./form.ts";
import type { Inspector, InspectorOptions } from "./inspector.ts";
import type { MultipartSigner } from "./multipart.ts";
import type { Bound, Signer } from "./signer.ts";

/** What a store's answer to a signed request means, in our words; the store's own words never travel further. */
export type Cause =
  | "ok"
  | "wrong-key-id"
  | "disabled-key"
  | "wrong-secret"
  | "expired-credentials"
  | "no-such-bucket"
  | "no-such-key"
  | "bad-parts"
  | "object-exists"
  | "access-denied"
  | "kms-denied"
  | "unsigned-header"
  | "wrong-region"
  | "wrong-addressing"
  | "https-wanted"
  | "clock-skew"
  | "not-supported"
  | "unavailable"
  | "redirected"
  | "unreadable";

/** What a store answered: the body cut to its first few kilobytes. */
export interface StoreAnswer {
  status: number;
  /** Lower-case header names. */
  headers: Record<string, string>;
  body: Uint8Array;
}

/** How the store says that it encrypted an object. */
export interface ObjectEncryption {
  encrypted: boolean;
  /** The store's own name of the key that the customer manages. */
  kmsKey?: string;
}

/** Where a bucket is reached. */
export interface Reach {
  /** Host name or IP literal (IPv6 without brackets), lower case. */
  host: string;
  port: number;
  tls: boolean;
  /** The least TLS version that the provider's clients use. */
  minTlsVersion?: "TLSv1.2" | "TLSv1.3";
}

/**
 * The deployment's own way to a provider, instead of the provider's hosts: a private endpoint, a VPC endpoint, an
 * emulator. `{bucket}`, `{region}` and `{account}` in it stand for the bucket's own; what has no place in the host
 * becomes part of the path. What is signed is always the host that clients use.
 */
export type EndpointTemplate = string;

export interface SignerOptions {
  now: () => Date;
  endpoint?: EndpointTemplate | undefined;
}

/** What the service does with a bucket and its objects, each with a permission of its own. */
export type Need = "list" | "read" | "write" | "delete" | "multipart" | "abort" | "settings";

/** Who is to be given a permission, and where. */
export interface Allowance {
  bucket: Bucket;
  /** Empty, or ending in a slash. */
  root: string;
  org: string;
  /** W&B's own identity at the provider, where it signs; else the bucket's own keys do. */
  principal?: string | undefined;
}

/** What admins are told to do at a provider, in the provider's own names. */
export interface Guide {
  /** What the two halves of a key are called. */
  keys: { id: string; secret: string };
  permissions: Readonly<Record<Need, string>>;
  /** What gives somebody one permission: a statement for a policy, or a command. A sentence. */
  allow(need: Need, allowance: Allowance): string;
  /** What closes a bucket to the world. A sentence. */
  closeToPublic(bucket: Bucket): string;
  /** What else that command changes. A sentence. */
  corsCaution: string;
  /** The command that lets pages of these origins read and write. */
  corsCommand(bucket: Bucket, origins: readonly string[]): string;
  /** The command that makes the bucket keep what is deleted for a while. */
  keepDeletedCommand(bucket: Bucket): string;
}

/** A bucket is a team's own, or that of the whole deployment (instance storage). */
export type Scope = "instance" | "team";

/** Everything the service knows of one provider. Rooms are pure: nothing here opens a connection. */
export interface Room {
  /** The provider's name in sentences, e.g. "Amazon S3". */
  title: string;
  /** What its buckets are taken for, by deployment (spec §2). */
  scopes: Readonly<Record<DeploymentType, readonly Scope[]>>;
  /** True where instance storage exists, but support sets it up. */
  instanceBySupport?: boolean;
  form: ProviderForm;
  address: RoomAddress;
  /** What this provider's signatures can bind (spec §8). */
  binds: Record<keyof Bound, boolean>;
  /** What can be bound to an upload in parts, whoever has the parts' URLs. */
  bindsMultipart: Record<"ifNoneMatch", boolean>;
  /** Says which naming rule the bucket's name breaks, as a sentence; undefined when it breaks none. */
  nameProblem(name: string): string | undefined;
  /** Says what is wrong with a KMS key for the bucket, as a sentence; undefined when nothing is. */
  kmsKeyProblem(kmsKeyId: string, bucket: Bucket): string | undefined;
  /**
   * The physical place, the same for every spelling of one bucket: the key of its claim.
   * Does not depend on path, scheme or credentials.
   */
  place(bucket: Bucket): string;
  reach(bucket: Bucket, endpoint?: EndpointTemplate): Reach;
  /** The address in its canonical spelling, without credentials; parsing it gives the same bucket. */
  printAddress(bucket: Bucket): string;
  /** Throws a plain Error for credentials of a kind that the provider does not sign with. */
  signer(bucket: Bucket, credentials: Credentials, options: SignerOptions): Signer;
  /** An upload in parts; rejects as `signer` throws. Loaded when it is first asked for, as the inspector is. */
  multipart(bucket: Bucket, credentials: Credentials, options: SignerOptions): Promise<MultipartSigner>;
  inspector(bucket: Bucket, credentials: Credentials, options: InspectorOptions): Promise<Inspector>;
  diagnose(answer: StoreAnswer): Cause;
  /** The region that a `wrong-region` answer says the bucket is in, where it says so. */
  regionIn?(answer: StoreAnswer): string | undefined;
  /** The key that encrypts an object, as the answer to its upload, GET or HEAD names it. */
  encryptionOf(answer: StoreAnswer): ObjectEncryption;
  /** When a lifecycle rule will delete the object, as the answer to its upload, GET or HEAD says it; absent where answers do not. */
  expiryIn?(answer: StoreAnswer): string | undefined;
  /**
   * Headers that ask the store to copy another object, read with the upload's own rights, instead of taking the body.
   * Absent where a copy needs a signature for its source too.
   */
  copyHeaders?(bucket: Bucket, key: string): Record<string, string>;
  guide: Guide;
  /** How the store compares its CORS configuration with what a page sends. */
  cors: CorsDialect;
  /** True when a 2xx answer to a list grant really is a list, and not some page that answers 200 to everything. */
  isListing(answer: StoreAnswer): boolean;
  /** True when such a list names no object. */
  isEmptyListing(answer: StoreAnswer): boolean;
}
