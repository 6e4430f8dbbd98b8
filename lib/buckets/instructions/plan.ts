import type { DeploymentType } from "../../deployment-type.ts";
import type { Bucket } from "../../storage/bucket.ts";
import type { UnknownValue } from "./unknown-value.ts";

/** `documented` is W&B's own text; `strict` is limited to the path and, where the provider can, to the organisation. */
export type Flavour = "strict" | "documented";

/** What the steps for one bucket are made from. */
export interface Plan {
  flavour: Flavour;
  deployment: DeploymentType;
  org: string;
  bucket: Bucket;
  /** The team's prefix in the bucket: empty, or ending in a slash. */
  root: string;
  /** Who W&B is to the provider; absent where the customer brings a key of their own. */
  principal?: string;
  /** The origins that may read and write from a browser. */
  origins: readonly string[];
  /** The object that shows whose the bucket is. */
  challenge?: { key: string; text: string };
  /** The storage address, without credentials. */
  address: string;
  /** The same without the path. */
  bucketAddress: string;
  /** What the reader of the address had to say. */
  warnings: readonly string[];
  /** How AWS's CLI and Terraform reach a store that is not AWS. */
  endpoint?: string;
}

/** A step before it is written out. */
export interface Draft {
  /** Stable, kebab-case. */
  name: string;
  title: string;
  text: string;
  document?: object;
  command?: string;
  /** Values that the command and the document leave to the admin. */
  needs?: readonly UnknownValue[];
  /** Its part of the Terraform text. */
  terraform?: string;
}
