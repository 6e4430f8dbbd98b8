import type { BlobServiceProperties } from "@azure/storage-blob";
import type { Secret } from "../../secret.ts";
import type { AccountKey } from "../credentials.ts";
import type { BucketFacts, CorsRule, Inspector } from "../inspector.ts";
import type { EndpointTemplate } from "../room.ts";
import { serviceUrl } from "./layout.ts";

/** A managed identity asks with a token: its delegation key signs for blobs and containers alone. */
interface AccessToken {
  accessToken: Secret;
}

interface AzureInspectorOptions {
  accountName: string;
  credentials: AccountKey | AccessToken;
  endpoint?: EndpointTemplate | undefined;
}

const TIMEOUT_MS = 5_000;

/**
 * Reads what the storage account says of its blob service, which holds for each of its containers. Versioning can
 * only be read from Azure's management API, which the service has no access to.
 * https://learn.microsoft.com/rest/api/storageservices/get-blob-service-properties
 */
export function azureInspector({ accountName, credentials, endpoint }: AzureInspectorOptions): Inspector {
  return {
    async inspect() {
      const sdk = await import("@azure/storage-blob");
      const credential =
        "accountKey" in credentials
          ? new sdk.StorageSharedKeyCredential(accountName, credentials.accountKey.reveal())
          : tokenCredential(credentials.accessToken);
      const service = new sdk.BlobServiceClient(serviceUrl(accountName, endpoint), credential, {
        retryOptions: { maxTries: 1 },
      });
      try {
        return factsOf(await service.getProperties({ abortSignal: AbortSignal.timeout(TIMEOUT_MS) }));
      } catch (error) {
        if (error instanceof sdk.RestError || (error instanceof Error && error.name === "AbortError"))
          return {};
        throw error;
      }
    },
  };
}

function tokenCredential(accessToken: Secret) {
  // The SDK asks once for this one call; when the token ends is of no interest to it.
  return {
    getToken: async () => ({ token: accessToken.reveal(), expiresOnTimestamp: Number.MAX_SAFE_INTEGER }),
  };
}

function factsOf({ cors = [], deleteRetentionPolicy }: BlobServiceProperties): BucketFacts {
  return {
    corsRules: cors.map(
      (rule): CorsRule => ({
        origins: listOf(rule.allowedOrigins),
        methods: listOf(rule.allowedMethods),
        requestHeaders: listOf(rule.allowedHeaders),
        exposedHeaders: listOf(rule.exposedHeaders),
        maxAgeSeconds: rule.maxAgeInSeconds,
      }),
    ),
    ...softDelete(deleteRetentionPolicy),
  };
}

/** 0 days when it is off. */
function softDelete(policy: BlobServiceProperties["deleteRetentionPolicy"]): BucketFacts {
  if (policy === undefined) return {};
  return { softDeleteDays: policy.enabled ? (policy.days ?? 0) : 0 };
}

function listOf(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
