import { AppError } from "../errors.ts";
import type { CountLookup } from "../observability/metrics.ts";
import { type Secret, secret } from "../secret.ts";
import { accountNameProblem } from "../storage/azure/naming.ts";
import type { DelegationKey } from "../storage/credentials.ts";
import type { EndpointTemplate } from "../storage/room.ts";
import { getDelegationKey } from "./azure-delegation-key.ts";
import type { Http } from "./azure-request.ts";
import { exchangeToken } from "./azure-token.ts";
import { holdKeys } from "./hold-keys.ts";

export interface AzureIdentityOptions {
  /** Gets a token whose issuer, subject and audience the customers' federated credentials trust. */
  federatedToken: () => Promise<string>;
  now: () => Date;
  /** Scheme and host of the directory; that of Azure's public cloud by default. */
  authorityHost?: string | undefined;
  /** How this deployment reaches the accounts' blob services. */
  endpoint?: EndpointTemplate | undefined;
  http?: Http | undefined;
  /** Told of lookups of delegation keys. */
  count?: CountLookup | undefined;
}

/** A customer's managed identity; both are UUIDs. */
export interface ManagedIdentity {
  tenantId: string;
  clientId: string;
}

export interface DelegationKeyRequest extends ManagedIdentity {
  accountName: string;
}

/** Customers' managed identities at Azure, which trust this service's federated token. */
export interface AzureIdentity {
  /**
   * A key for one account, good for at least half of its life while Azure answers; from the cache where it is.
   * Throws `credentials.unavailable` when there is none to be had.
   */
  delegationKeyFor(request: DelegationKeyRequest): Promise<DelegationKey>;
  /** Whoever asks for the same next gets a key that is newer than this. */
  forget(request: DelegationKeyRequest): void;
  /** A token for Azure Storage, good for about an hour, not cached. Throws `credentials.unavailable`. */
  accessTokenFor(identity: ManagedIdentity): Promise<Secret>;
}

const KEYS_MAX = 5_000;
/**
 * Azure allows seven days. Keys are renewed when half of their life is left, so this always leaves the day that an
 * upload's URL lives by default, and a key that leaked dies two days later.
 */
const KEY_LIFE_MS = 48 * 3_600_000;
/** Azure's clock may be behind ours. https://learn.microsoft.com/azure/storage/common/storage-sas-overview#best-practices-when-using-sas */
const CLOCK_SKEW_MS = 15 * 60_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Keys are cached and bounded, asked for once at a time, and a failure is forgotten at once. */
export function createAzureIdentity(options: AzureIdentityOptions): AzureIdentity {
  const { federatedToken, now, endpoint, http = fetch, count } = options;
  const authorityHost = (options.authorityHost ?? "https://login.microsoftonline.com").replace(/\/+$/, "");
  const held = holdKeys<DelegationKey>({ max: KEYS_MAX, now, count });

  async function accessTokenFor({ tenantId, clientId }: ManagedIdentity): Promise<Secret> {
    if (!UUID.test(tenantId) || !UUID.test(clientId))
      throw new Error("Azure's tenant and client ids are UUIDs");
    const assertion = await federatedToken().catch((cause: unknown) => {
      const detail = "This service's own token for Azure cannot be read.";
      throw new AppError("credentials.unavailable", detail, { cause });
    });
    return exchangeToken(http, {
      authorityHost,
      tenantId,
      clientId,
      federatedToken: secret(assertion.trim()),
    });
  }

  async function open(identity: ManagedIdentity, accountName: string): Promise<DelegationKey> {
    const accessToken = await accessTokenFor(identity);
    const nowMs = now().getTime();
    return getDelegationKey(http, {
      accountName,
      endpoint,
      accessToken,
      start: new Date(nowMs - CLOCK_SKEW_MS),
      end: new Date(nowMs + KEY_LIFE_MS),
    });
  }

  return {
    accessTokenFor,
    async delegationKeyFor(request) {
      const { accountName } = request;
      if (accountNameProblem(accountName) !== undefined) throw new Error("That is no storage account's name");
      return held.find(idOf(request), () => open(request, accountName));
    },
    forget: (request) => held.forget(idOf(request)),
  };
}

function idOf({ tenantId, clientId, accountName }: DelegationKeyRequest): string {
  return `${tenantId}/${clientId}/${accountName}`.toLowerCase();
}
