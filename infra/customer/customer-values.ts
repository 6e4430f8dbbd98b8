import { markOf, type UnknownValue } from "../../lib/buckets/instructions/unknown-value.ts";
import { integrationPrincipals } from "../../lib/integration-principals.ts";

/** A value that the ready template and the Terraform module ask the customer for. */
export interface CustomerValue extends UnknownValue {
  /** The template's parameter; the module's variable is the name in lower case. */
  parameter: string;
  /** A regular expression that Java and RE2 read alike; of a list, for each item. */
  pattern: string;
  /** What the pattern asks for, as a sentence. */
  rule: string;
  maxLength?: number;
  /** Without one the customer must give a value. */
  default?: string;
  isList?: boolean;
}

/** A session's tag cannot hold anything else. https://docs.aws.amazon.com/STS/latest/APIReference/API_Tag.html */
export const ORG: CustomerValue = {
  name: "ORG_ID",
  parameter: "OrgID",
  says: "The organisation's id at Weights & Biases, as GET /providers shows it: only sessions for this organisation are let in.",
  pattern: "^[A-Za-z0-9 _.:/=+@-]+$",
  rule: "The organisation's id has letters, digits, spaces and _.:/=+@- only.",
  maxLength: 256,
};

/** Narrower than S3's own rules by the dot: no certificate fits such a bucket's host. */
export const BUCKET_NAME: CustomerValue = {
  name: "BUCKET_NAME",
  parameter: "BucketName",
  says: "The name of the new bucket.",
  pattern: "^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$",
  rule: "The bucket's name has 3 to 63 lower-case letters, digits and hyphens, the first and the last no hyphen.",
};

/** So narrow that it stands for itself in a policy's patterns, where CloudFormation cannot escape it. */
export const PATH: CustomerValue = {
  name: "PATH",
  parameter: "Path",
  says: "The folder of the team in the bucket; empty for the whole bucket.",
  pattern: "^([A-Za-z0-9][A-Za-z0-9_.=+-]*(/[A-Za-z0-9][A-Za-z0-9_.=+-]*)*)?$",
  rule: "The path has no slash at its ends; its parts begin with a letter or a digit and have letters, digits and _.=+- only.",
  maxLength: 256,
  default: "",
};

/** An origin is a scheme, a host and a port, with no slash after it. */
export const FRONTEND_ORIGINS: CustomerValue = {
  name: "FRONTEND_ORIGINS",
  parameter: "FrontendOrigins",
  says: "The origins of the Weights & Biases front end, as a browser shows them.",
  pattern: "^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?$",
  rule: "An origin is https://<host>, with no slash at its end.",
  isList: true,
};

export const PRINCIPAL: CustomerValue = {
  name: "WANDB_PRINCIPAL",
  parameter: "WandbPrincipal",
  says: "The ARN of Weights & Biases' role, as GET /providers shows it; the multi-tenant service's unless given.",
  pattern: "^arn:aws[a-z-]*:iam::[0-9]{12}:(root|role/[A-Za-z0-9_+=,.@/-]+)$",
  rule: "The principal is the ARN of a role or of an account.",
  ...withDefault(integrationPrincipals("multi-tenant", {}).aws),
};

/** What the template and the module ask for, in the order in which they do. */
export const CUSTOMER_VALUES: readonly CustomerValue[] = [
  ORG,
  BUCKET_NAME,
  PATH,
  FRONTEND_ORIGINS,
  PRINCIPAL,
];

/** Whether a key is made too, which no document holds. */
export const CREATE_KEY = {
  parameter: "CreateKey",
  says: "Whether to make a KMS key for the bucket; without one S3 encrypts by itself (SSE-S3).",
};

/** The team's prefix: the path with a slash, or nothing. */
export const ROOT_MARK = markOf({ name: "ROOT", says: "the prefix" });

/** What the stack knows by itself. */
export const ACCOUNT_MARK = markOf({ name: "ACCOUNT_ID", says: "the account" });
export const REGION_MARK = markOf({ name: "REGION", says: "the region" });
export const PARTITION_MARK = markOf({ name: "PARTITION", says: "the partition" });
export const URL_SUFFIX_MARK = markOf({ name: "URL_SUFFIX", says: "the domain of AWS's services" });

/** The id of the key that is made together with the bucket. */
export const NEW_KEY_MARK = markOf({ name: "NEW_KEY_ID", says: "the key's id" });

function withDefault(text: string | undefined): { default?: string } {
  return text === undefined ? {} : { default: text };
}
