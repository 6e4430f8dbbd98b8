import type { DeploymentType } from "../../lib/deployment-type.ts";

export const STORES_ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:byob/stores-AbC123";

const COMMON = {
  stage: "test",
  issuer: "https://issuer.example.com/",
  audience: "wandb-byob",
  jwksUrl: "https://issuer.example.com/keys.json",
  frontendOrigins: "https://app.example.com, http://localhost:3000",
};

/** The context of each deployment type; those of one organisation have registered stores. */
export const CONTEXTS: Record<DeploymentType, Record<string, string>> = {
  "multi-tenant": { ...COMMON, deployment: "multi-tenant" },
  dedicated: { ...COMMON, deployment: "dedicated", org: "acme", registeredStoresArn: STORES_ARN },
  "self-managed": { ...COMMON, deployment: "self-managed", org: "acme", registeredStoresArn: STORES_ARN },
};
