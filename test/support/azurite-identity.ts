import { UnsecuredJWT } from "jose";
import { createAzureIdentity } from "../../lib/credentials/azure-identity.ts";
import type { DelegationKey } from "../../lib/storage/credentials.ts";

const tenantId = "11111111-2222-3333-4444-555555555555";
const clientId = "66666666-7777-8888-9999-000000000000";

/**
 * What a managed identity gets from Azurite over TLS, whose certificate the global dispatcher trusts. The directory is played here: Azurite looks at the claims of its
 * token and at no signature.
 */
export async function azuriteDelegationKey(endpoint: string, accountName: string): Promise<DelegationKey> {
  const token = new UnsecuredJWT({ oid: clientId, tid: tenantId })
    .setIssuer(`https://sts.windows.net/${tenantId}/`)
    .setAudience("https://storage.azure.com")
    .setIssuedAt()
    .setNotBefore("-1 minute")
    .setExpirationTime("1 hour")
    .encode();
  const identity = createAzureIdentity({
    federatedToken: async () => "federated",
    now: () => new Date(),
    endpoint,
    http: async (url, options) =>
      String(url).startsWith(endpoint) ? fetch(url, options) : Response.json({ access_token: token }),
  });
  return identity.delegationKeyFor({ tenantId, clientId, accountName });
}
