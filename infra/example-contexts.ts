import type { DeploymentType } from "../lib/deployment-type.ts";

const COMMON = {
  stage: "example",
  issuer: "https://issuer.example.com/",
  audience: "wandb-byob",
  jwksUrl: "https://issuer.example.com/.well-known/jwks.json",
  frontendOrigins: "https://app.example.com",
};

const ONE_ORGANISATION = {
  ...COMMON,
  org: "acme",
  registeredStoresArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:byob/stores-AbC123",
  bucketArns: "arn:aws:s3:::acme-models",
  kmsKeyArns: "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555",
};

/** A deployment of each type, for `npm run synth`. */
export const EXAMPLE_CONTEXTS: Record<DeploymentType, Record<string, string>> = {
  "multi-tenant": { ...COMMON, deployment: "multi-tenant" },
  dedicated: { ...ONE_ORGANISATION, deployment: "dedicated" },
  "self-managed": { ...ONE_ORGANISATION, deployment: "self-managed" },
};
