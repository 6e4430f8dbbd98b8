import type { Bucket } from "../storage/bucket.ts";
import type { AccessKey, Credentials, ServiceAccountKey } from "../storage/credentials.ts";
import type { AzureIdentity, DelegationKeyRequest } from "./azure-identity.ts";
import type { Integration, SessionRequest } from "./integration.ts";

/** W&B's own identity at each cloud, for buckets that came without keys (spec §10). */
export interface IntegrationIdentity {
  /**
   * Keys for one team's root; undefined when this deployment has no identity for the bucket.
   * Throws `credentials.unavailable` when it has one and the keys cannot be had just now.
   */
  keysFor(request: SessionRequest): Promise<Credentials | undefined>;
  /** Whoever asks for the same next gets keys that are newer than this, where they are ones that come and go. */
  forget(request: SessionRequest): void;
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
          const wanted = delegationOf(bucket);
          return wanted && azure?.delegationKeyFor(wanted);
        }
        default:
          return undefined;
      }
    },
    forget(request) {
      const { bucket } = request;
      if (bucket.provider === "AWS") aws?.forget(request);
      const wanted = bucket.provider === "AZURE" ? delegationOf(bucket) : undefined;
      if (wanted !== undefined) azure?.forget(wanted);
    },
  };
}

function delegationOf({
  azureTenantId: tenantId,
  azureClientId: clientId,
  accountName,
}: Bucket): DelegationKeyRequest | undefined {
  if (tenantId === undefined || clientId === undefined || accountName === undefined) return undefined;
  return { tenantId, clientId, accountName };
}
