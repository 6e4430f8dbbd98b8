import * as z from "zod/mini";
import { DEPLOYMENT_TYPES } from "./deployment-type.ts";
import { secret } from "./secret.ts";

/** Comma-separated origins, e.g. `https://app.acme.test,http://localhost:3000`. */
const Origins = z.pipe(
  z.string(),
  z.transform((text: string, context) => {
    const origins = text
      .split(",")
      .map((entry) => entry.trim())
      .filter((entry) => entry !== "");
    for (const origin of origins)
      if (!/^https?:\/\/[^/?#@\s]+$/.test(origin))
        context.issues.push({
          code: "custom",
          input: "",
          message: "is a list of origins like https://app.example.com, without a path",
        });
    return origins;
  }),
);

const required = z.string().check(z.minLength(1));

const hidden = z.pipe(required, z.transform(secret));

const Endpoint = z.string().check(z.regex(/^https?:\/\/[A-Za-z0-9.{}:_-]+(\/[A-Za-z0-9./{}_-]*)?$/));

const ServiceUrl = z.url().check(z.regex(/^https?:\/\/[^/?#@\s]+(\/[^?#\s]*)?$/));

/**
 * Set by Lambda itself, the keys of the function's own role among them.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
const OfAws = {
  AWS_REGION: required,
  AWS_ACCESS_KEY_ID: required,
  AWS_SECRET_ACCESS_KEY: hidden,
  AWS_SESSION_TOKEN: z.optional(hidden),
  /** Other hosts than AWS's. https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
  AWS_ENDPOINT_URL: z.optional(ServiceUrl),
  AWS_ENDPOINT_URL_DYNAMODB: z.optional(ServiceUrl),
  AWS_ENDPOINT_URL_KMS: z.optional(ServiceUrl),
  AWS_ENDPOINT_URL_SECRETS_MANAGER: z.optional(ServiceUrl),
  AWS_ENDPOINT_URL_STS: z.optional(ServiceUrl),
  /** https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html */
  AWS_USE_FIPS_ENDPOINT: z._default(z.enum(["true", "false"]), "false"),
};

const Common = {
  ...OfAws,
  /** Names the deployment in the metrics. */
  BYOB_STAGE: z.optional(z.string().check(z.regex(/^[a-z][a-z0-9-]*$/))),
  BYOB_DEPLOYMENT: z.enum(DEPLOYMENT_TYPES),
  /** The one organisation of a dedicated or self-managed deployment. */
  BYOB_ORG: z.optional(required),
  BYOB_ISSUER: required,
  BYOB_AUDIENCE: required,
  BYOB_JWKS_URL: z.url(),
  /** Names of the token's claims. */
  BYOB_CLAIM_ORG: z._default(z.string(), "org"),
  BYOB_CLAIM_TEAMS: z._default(z.string(), "teams"),
  BYOB_CLAIM_ROLES: z._default(z.string(), "roles"),
  BYOB_CLAIM_EMAIL: z._default(z.string(), "email"),
  BYOB_TABLE: required,
  BYOB_FRONTEND_ORIGINS: z._default(Origins, []),
  /** Another endpoint for DynamoDB than AWS's: the local cloud's, or a private one. */
  BYOB_DYNAMODB_ENDPOINT: z.optional(ServiceUrl),
  /** The ARN of the secret with the registered stores; a Lambda function never has them in a plain variable. */
  BYOB_REGISTERED_STORES_ARN: z.optional(required),
  /** `true` keeps the caller's name out of URLs. */
  BYOB_ATTRIBUTION_DISABLED: z._default(z.enum(["true", "false"]), "false"),
  /** Whether a bucket without keys of its own must be proved to be its organisation's; for multi-tenant alone. */
  BYOB_OWNERSHIP: z._default(z.enum(["required", "advised"]), "required"),
  /** The integration role, which AWS buckets without keys of their own are signed with. */
  BYOB_INTEGRATION_ROLE_ARN: z.optional(required),
  /** ARNs of the secrets with the integration keys: `{accessKeyId, secretAccessKey}`, or a service account's JSON. */
  BYOB_GCP_KEY_ARN: z.optional(required),
  BYOB_COREWEAVE_KEY_ARN: z.optional(required),
  /** The file with the federated token that customers' managed identities at Azure trust. */
  BYOB_AZURE_TOKEN_FILE: z.optional(required),
  /** The ARN of the secret with the address of W&B's own bucket: Internal storage in multi-tenant. */
  BYOB_DEFAULT_STORE_ARN: z.optional(required),
  /** Who W&B is to each cloud, where it is not what W&B documents for this kind of deployment. */
  BYOB_PRINCIPAL_AWS: z.optional(required),
  BYOB_PRINCIPAL_GCP: z.optional(required),
  BYOB_PRINCIPAL_COREWEAVE: z.optional(required),
  /** A private endpoint, a VPC endpoint or an emulator; `{bucket}`, `{region}` and `{account}` may stand in it. */
  BYOB_ENDPOINT_AWS: z.optional(Endpoint),
  BYOB_ENDPOINT_COREWEAVE: z.optional(Endpoint),
  BYOB_ENDPOINT_GCP: z.optional(Endpoint),
  BYOB_ENDPOINT_AZURE: z.optional(Endpoint),
};

/** Seals and opens credentials; the buckets function has no such key. */
const Vault = { BYOB_VAULT_KEY_ARN: required };

/** The ARN of the secret whose text authenticates the ids of uploads: 32 characters or more. */
const UploadKey = { BYOB_UPLOAD_KEY_ARN: required };

const PresignEnvironment = z.object({ ...Common, ...Vault, ...UploadKey });
const TeamsEnvironment = z.object({ ...Common, ...Vault });
const BucketsEnvironment = z.object(Common);

/** A variable that may not be set, and why not. */
const notHere = (reason: string) =>
  z.pipe(
    z.optional(z.string()),
    z.transform((text: string | undefined, context): undefined => {
      if (text !== undefined) context.issues.push({ code: "custom", input: "", message: reason });
    }),
  );

/** The presign function where nothing stands around it: no role of its own, no files, no private network. */
const EdgeEnvironment = z.object({
  ...PresignEnvironment.shape,
  BYOB_AZURE_TOKEN_FILE: notHere("cannot be read at the edge, which has no files"),
});

/** What every function reads; the others have their vault key beside it. */
export type BucketsConfig = z.infer<typeof BucketsEnvironment>;
export type EdgeConfig = z.infer<typeof EdgeEnvironment>;

/** The variables that each function's environment is built from; infra builds them to satisfy these. */
export type PresignVariables = z.input<typeof PresignEnvironment>;
export type TeamsVariables = z.input<typeof TeamsEnvironment>;
export type BucketsVariables = z.input<typeof BucketsEnvironment>;

type Variables = Record<string, string | undefined>;

/** Each reader throws a plain Error that names every variable that is missing or wrong, and no value. */
export const readPresignConfig = (variables: Variables = process.env) => read(PresignEnvironment, variables);
export const readTeamsConfig = (variables: Variables = process.env) => read(TeamsEnvironment, variables);
export const readBucketsConfig = (variables: Variables = process.env) => read(BucketsEnvironment, variables);
export const readEdgeConfig = (variables: Variables) => read(EdgeEnvironment, variables);

function read<S extends z.core.$ZodType>(schema: S, variables: Variables): z.output<S> {
  const result = z.safeParse(schema, variables);
  const problems = result.success ? [] : result.error.issues.map(problemOf);
  const oneOrganisation = variables.BYOB_DEPLOYMENT !== "multi-tenant";
  if (oneOrganisation && !variables.BYOB_ORG)
    problems.push("BYOB_ORG is required unless BYOB_DEPLOYMENT is multi-tenant");
  if (!oneOrganisation && variables.BYOB_REGISTERED_STORES_ARN)
    problems.push(
      "BYOB_REGISTERED_STORES_ARN is not for multi-tenant, where keys of one organisation would serve another",
    );
  if (!result.success || problems.length > 0)
    throw new Error(`The function's environment is not usable: ${problems.join("; ")}.`);
  return result.data;
}

function problemOf(issue: z.core.$ZodIssue): string {
  const name = issue.path.join(".");
  if (issue.code === "custom") return `${name} ${issue.message}`;
  if (issue.code === "invalid_value") return `${name} is one of ${issue.values.join(", ")}`;
  return `${name} is missing or not of its form`;
}
