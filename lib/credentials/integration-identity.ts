import type { AccessKey, Credentials, ServiceAccountKey } from "../storage/credentials.ts";
import type { AzureIdentity } from "./azure-identity.ts";
import type { Integration, SessionRequest } from "./integration.ts";

/** W&B's own identity at each cloud, for buckets that came without keys (spec §10). */
export interface IntegrationIdentity {
  /**
   * Keys for one team's root; undefined when this deployment has no identity for the bucket.
   * Throws `credentials.unavailable` when it has one and the keys cannot be had just now.
   */
  keysFor(request: SessionRequest): Promise<Credentials | undefined>;
}

export interface IdentityParts {
  /** Sessions of the integration role. */
  aws?: Integration;
  /** The integration service account's HMAC key, which signs on the spot, or its private key. */
  gcp?: AccessKey | ServiceAccountKey;
  /** The static integration key. How CoreWeave learns the organisation's id from it is not public. */
  coreweave?: AccessKey;
  /** Customers' managed identities, by federated token. */
  azure?: AzureIdentity;
}

export function createIntegrationIdentity({
  aws,
  gcp,
  coreweave,
  azure,
}: IdentityParts): IntegrationIdentity {
  return {
    async keysFor(request) {
      const { bucket } = request;
      switch (bucket.provider) {
        case "AWS":
          return aws?.sessionFor(request);
        case "GCP":
          return gcp;
        case "COREWEAVE":
          return coreweave;
        case "AZURE": {
          const { azureTenantId: tenantId, azureClientId: clientId, accountName } = bucket;
          if (tenantId === undefined || clientId === undefined || accountName === undefined) return undefined;
          return azure?.delegationKeyFor({ tenantId, clientId, accountName });
        }
        default:
          return undefined;
      }
    },
  };
}
