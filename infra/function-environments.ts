import type { BucketsVariables, PresignVariables, TeamsVariables } from "../lib/config.ts";
import type { Kept } from "./data-stack.ts";
import type { Identities } from "./identity-stack.ts";
import type { Settings } from "./settings.ts";

/** Lambda sets the region and the keys of its role itself, and refuses a function that wants to. */
type Given<Variables> = Omit<Variables, Extract<keyof Variables, `AWS_${string}`>>;

/** Each function's environment. One that lacks a variable which its function requires does not compile. */
export function functionEnvironments(
  settings: Settings,
  { table, sealingKey, uploadKey }: Kept,
  { integrationRole }: Pick<Identities, "integrationRole">,
) {
  // Without a bucket on its list the role can do nothing, and the functions say that there is none.
  const roleIsUsable = settings.deployment === "multi-tenant" || settings.bucketArns.length > 0;
  const roleArn = roleIsUsable ? integrationRole.attrArn : undefined;
  const common = {
    BYOB_STAGE: settings.stage,
    BYOB_DEPLOYMENT: settings.deployment,
    BYOB_ISSUER: settings.issuer,
    BYOB_AUDIENCE: settings.audience,
    BYOB_JWKS_URL: settings.jwksUrl,
    BYOB_FRONTEND_ORIGINS: settings.frontendOrigins.join(","),
    BYOB_TABLE: table.tableName,
    ...given({
      BYOB_ORG: settings.org,
      BYOB_CLAIM_ORG: settings.claimOrg,
      BYOB_CLAIM_TEAMS: settings.claimTeams,
      BYOB_CLAIM_ROLES: settings.claimRoles,
      BYOB_CLAIM_EMAIL: settings.claimEmail,
      BYOB_DYNAMODB_ENDPOINT: settings.dynamodbEndpoint,
      BYOB_REGISTERED_STORES_ARN: settings.registeredStoresArn,
      BYOB_DEFAULT_STORE_ARN: settings.defaultStoreArn,
      BYOB_ATTRIBUTION_DISABLED: settings.attributionDisabled === "true" ? ("true" as const) : undefined,
      BYOB_OWNERSHIP: settings.ownership,
      BYOB_INTEGRATION_ROLE_ARN: roleArn,
      BYOB_GCP_KEY_ARN: settings.gcpKeyArn,
      BYOB_COREWEAVE_KEY_ARN: settings.coreweaveKeyArn,
      BYOB_AZURE_TOKEN_FILE: settings.azureTokenFile,
      // What customers are told to let in is the role that is really here.
      BYOB_PRINCIPAL_AWS: settings.principalAws ?? roleArn,
      BYOB_PRINCIPAL_GCP: settings.principalGcp,
      BYOB_PRINCIPAL_COREWEAVE: settings.principalCoreweave,
      BYOB_ENDPOINT_AWS: settings.endpointAws,
      BYOB_ENDPOINT_COREWEAVE: settings.endpointCoreweave,
      BYOB_ENDPOINT_GCP: settings.endpointGcp,
      BYOB_ENDPOINT_AZURE: settings.endpointAzure,
    } satisfies Partial<Given<BucketsVariables>>),
  };
  const withVault = { ...common, BYOB_VAULT_KEY_ARN: sealingKey.keyArn };
  return {
    teams: withVault satisfies Given<TeamsVariables>,
    buckets: common satisfies Given<BucketsVariables>,
    presign: { ...withVault, BYOB_UPLOAD_KEY_ARN: uploadKey.secretArn } satisfies Given<PresignVariables>,
  };
}

/** Without the variables that have no value. */
function given<V extends Record<string, string | undefined>>(
  variables: V,
): { [K in keyof V]?: Exclude<V[K], undefined> } {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined)) as {
    [K in keyof V]?: Exclude<V[K], undefined>;
  };
}
