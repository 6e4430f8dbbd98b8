import type { BucketsVariables, PresignVariables, TeamsVariables } from "../lib/config.ts";
import type { Kept } from "./data-stack.ts";
import type { Settings } from "./settings.ts";

/** Lambda sets the region itself, and refuses a function that wants to. */
type Given<Variables> = Omit<Variables, "AWS_REGION">;

/** Each function's environment. One that lacks a variable which its function requires does not compile. */
export function functionEnvironments(settings: Settings, { table, sealingKey, uploadKey }: Kept) {
  const { deployment, org, issuer, audience, jwksUrl, frontendOrigins, registeredStoresArn } = settings;
  const common = {
    BYOB_DEPLOYMENT: deployment,
    BYOB_ISSUER: issuer,
    BYOB_AUDIENCE: audience,
    BYOB_JWKS_URL: jwksUrl,
    BYOB_FRONTEND_ORIGINS: frontendOrigins.join(","),
    BYOB_TABLE: table.tableName,
    ...(org === undefined ? {} : { BYOB_ORG: org }),
    ...(registeredStoresArn === undefined ? {} : { BYOB_REGISTERED_STORES_ARN: registeredStoresArn }),
  };
  const withVault = { ...common, BYOB_VAULT_KEY_ARN: sealingKey.keyArn };
  return {
    teams: withVault satisfies Given<TeamsVariables>,
    buckets: common satisfies Given<BucketsVariables>,
    presign: { ...withVault, BYOB_UPLOAD_KEY_ARN: uploadKey.secretArn } satisfies Given<PresignVariables>,
  };
}
