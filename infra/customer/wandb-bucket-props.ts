import { Token } from "aws-cdk-lib";
import type { Flavour } from "../../lib/buckets/instructions/plan.ts";
import { integrationPrincipals } from "../../lib/integration-principals.ts";
import { pathProblem, trimSlashes } from "../../lib/storage/address/path.ts";
import { nameProblem } from "../../lib/storage/aws/naming.ts";
import { kmsKeyProblem, kmsKeyRegion } from "../../lib/storage/s3/kms-key.ts";
import type { CustomerBucket } from "./customer-drafts.ts";
import { NEW_KEY_MARK } from "./customer-values.ts";

export interface WandbBucketProps {
  bucketName: string;
  /** The team's folder in the bucket; the whole bucket unless given. */
  path?: string;
  /** The organisation's id at Weights & Biases. */
  org: string;
  /** The ARN of who W&B is; the multi-tenant service's role unless given. */
  principal?: string;
  /** The origins of the W&B front end, e.g. `https://wandb.example.com`. */
  frontendOrigins: readonly string[];
  /**
   * `true` makes a key with the right policy (the default); `false` leaves the encryption to S3; the ARN of a key of the
   * bucket's region uses that key, whose policy stays the customer's to set (POST /buckets/instructions shows it).
   */
  kms?: boolean | string;
  /** `strict` unless given. */
  flavour?: Flavour;
}

/** The bucket that the properties ask for, in a region that may be known only when the stack is deployed. Throws an Error with a sentence. */
export function readWandbBucketProps(props: WandbBucketProps, region: string): CustomerBucket {
  const { bucketName, org, frontendOrigins, kms = true, flavour = "strict" } = props;
  const path = trimSlashes(props.path ?? "");
  const principal = props.principal ?? integrationPrincipals("multi-tenant", {}).aws;
  if (principal === undefined) throw new Error("The property principal is missing.");
  // Patterns in policies are escaped letter by letter, which would break a token.
  if ([bucketName, path, org].some((text) => Token.isUnresolved(text)))
    throw new Error("The properties bucketName, path and org must be known when the stack is synthesised.");
  const problem =
    nameProblem(bucketName) ??
    pathProblem(path) ??
    (org.trim() === "" ? "The property org is empty." : undefined) ??
    originsProblem(frontendOrigins, flavour) ??
    (typeof kms === "string" ? keyProblem(kms, region) : undefined);
  if (problem !== undefined) throw new Error(problem);
  const kmsKeyId = kms === true ? NEW_KEY_MARK : kms;
  return {
    ...{ flavour, org, path, principal },
    name: bucketName,
    root: path === "" ? "" : `${path}/`,
    origins: frontendOrigins,
    ...(kmsKeyId !== false && { kmsKeyId }),
  };
}

/** An empty list would let no page in, and a browser never sends an origin with a slash at its end. */
function originsProblem(origins: readonly string[], flavour: Flavour): string | undefined {
  if (flavour === "documented") return undefined;
  if (origins.length === 0) return "The property frontendOrigins names no origin.";
  const wrong = origins.find(
    (origin) => !Token.isUnresolved(origin) && !/^https?:\/\/[^/\s*]+$/.test(origin),
  );
  return wrong === undefined ? undefined : `${wrong} is not an origin, such as https://wandb.example.com.`;
}

function keyProblem(arn: string, region: string): string | undefined {
  if (Token.isUnresolved(arn)) return "The property kms must be known when the stack is synthesised.";
  if (kmsKeyProblem(arn) !== undefined || !arn.includes(":key/"))
    return "The property kms is not the ARN of a KMS key.";
  if (Token.isUnresolved(region) || kmsKeyRegion(arn) === region) return undefined;
  return `The KMS key is in the region ${kmsKeyRegion(arn)} and the bucket in ${region}: S3 takes only keys of the bucket's own region.`;
}
