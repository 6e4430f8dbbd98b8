import type { KeyObject } from "node:crypto";

/** https://cloud.google.com/storage/docs/access-control/iam-permissions */
export type GcsPermission =
  | "storage.buckets.get"
  | "storage.multipartUploads.abort"
  | "storage.multipartUploads.create"
  | "storage.multipartUploads.listParts"
  | "storage.objects.create"
  | "storage.objects.delete"
  | "storage.objects.get"
  | "storage.objects.list";

/** Of `roles/storage.admin`, what this server knows. */
export const STORAGE_ADMIN: readonly GcsPermission[] = [
  "storage.buckets.get",
  "storage.multipartUploads.abort",
  "storage.multipartUploads.create",
  "storage.multipartUploads.listParts",
  "storage.objects.create",
  "storage.objects.delete",
  "storage.objects.get",
  "storage.objects.list",
];

/** As the JSON API has it. https://cloud.google.com/storage/docs/json_api/v1/buckets#resource */
export interface GcsCorsRule {
  origin?: string[];
  method?: string[];
  /** Names both the request headers that a preflight may ask for and the response headers that pages may read. */
  responseHeader?: string[];
  maxAgeSeconds?: number;
}

/** As the JSON API has it. https://cloud.google.com/storage/docs/lifecycle */
export interface GcsLifecycleRule {
  action: { type: "AbortIncompleteMultipartUpload" | "Delete" | "SetStorageClass"; storageClass?: string };
  condition: Readonly<Record<string, boolean | number | string | readonly string[]>>;
}

/** A bucket's settings; they may be changed while the server runs. */
export interface GcsBucket {
  name: string;
  /** E.g. `EUROPE-WEST1` or `EU`. */
  location: string;
  cors: GcsCorsRule[];
  versioning: boolean;
  /** 0 when soft delete is off. */
  softDeleteSeconds: number;
  lifecycleRules: GcsLifecycleRule[];
  defaultKmsKeyName?: string;
  /** `allUsers` may read and list objects. */
  public: boolean;
  /** What each service account may do, by e-mail. */
  permissions: Record<string, readonly GcsPermission[]>;
}

/** A service account and its keys. */
export interface GcsAccount {
  email: string;
  publicKey?: KeyObject;
  /** Secrets by access id. */
  hmacKeys?: Readonly<Record<string, string>>;
}

/** A bucket as Google makes it: in the US, soft delete for a week, nothing else. */
export function gcsBucket(settings: Partial<GcsBucket> & { name: string }): GcsBucket {
  return {
    location: "US",
    cors: [],
    versioning: false,
    softDeleteSeconds: 604_800,
    lifecycleRules: [],
    public: false,
    permissions: {},
    ...settings,
  };
}
