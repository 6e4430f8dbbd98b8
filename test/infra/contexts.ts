import type { DeploymentType } from "../../lib/deployment-type.ts";

const secretArn = (name: string) =>
  `arn:aws:secretsmanager:us-east-1:123456789012:secret:byob/${name}-AbC123`;

export const STORES_ARN = secretArn("stores");
/** What the operator's listed bucket and key are called in a deployment of one organisation. */
export const LISTED_BUCKET = "acme-models";
export const LISTED_KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const COMMON = {
  stage: "test",
  issuer: "https://issuer.example.com/",
  audience: "wandb-byob",
  jwksUrl: "https://issuer.example.com/keys.json",
  frontendOrigins: "https://app.example.com, http://localhost:3000",
};

const ONE_ORGANISATION = {
  ...COMMON,
  org: "acme",
  registeredStoresArn: STORES_ARN,
  bucketArns: `arn:aws:s3:::${LISTED_BUCKET}`,
  kmsKeyArns: LISTED_KEY,
};

/** The context of each deployment type; those of one organisation have registered stores and a listed bucket. */
export const CONTEXTS: Record<DeploymentType, Record<string, string>> = {
  "multi-tenant": { ...COMMON, deployment: "multi-tenant" },
  dedicated: { ...ONE_ORGANISATION, deployment: "dedicated" },
  "self-managed": { ...ONE_ORGANISATION, deployment: "self-managed" },
};

/** Everything that may be given in every kind of deployment. */
const EVERYTHING = {
  claimOrg: "wandb_org",
  claimTeams: "wandb_teams",
  claimRoles: "wandb_roles",
  claimEmail: "wandb_email",
  gcpKeyArn: secretArn("gcp"),
  coreweaveKeyArn: secretArn("coreweave"),
  integrationRoleName: "AcmeIntegration",
  attributionDisabled: "true",
  principalAws: "arn:aws:iam::725579432336:role/WandbIntegration",
  principalGcp: "wandb@acme.iam.gserviceaccount.com",
  principalCoreweave: "arn:aws:iam::wandb:static/wandb-integration",
  azureTokenFile: "/tmp/azure/token",
  azureTokenLayerArn: "arn:aws:lambda:us-east-1:123456789012:layer:azure-token:3",
  endpointAws: "https://{bucket}.s3.{region}.amazonaws.com",
  endpointCoreweave: "https://{bucket}.cwobject.com",
  endpointGcp: "https://storage.googleapis.com",
  endpointAzure: "https://{account}.blob.core.windows.net",
  dynamodbEndpoint: "https://dynamodb.us-east-1.amazonaws.com",
  requestsPerSecond: "300",
  burst: "600",
  logRetentionDays: "365",
  alarmTopicArn: "arn:aws:sns:us-east-1:123456789012:ops",
};

/** Every value that each deployment type takes. */
export const FULL_CONTEXTS: Record<DeploymentType, Record<string, string>> = {
  "multi-tenant": {
    ...CONTEXTS["multi-tenant"],
    ...EVERYTHING,
    ownership: "advised",
    defaultStoreArn: secretArn("default"),
  },
  dedicated: { ...CONTEXTS.dedicated, ...EVERYTHING },
  "self-managed": { ...CONTEXTS["self-managed"], ...EVERYTHING },
};
