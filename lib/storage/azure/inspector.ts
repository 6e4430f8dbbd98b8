import type { BlobServiceProperties } from "@azure/storage-blob";
import type { Secret } from "../../secret.ts";
import type { Bucket } from "../bucket.ts";
import type { Credentials } from "../credentials.ts";
import type { BucketFacts, CorsRule, FactName, Inspector } from "../inspector.ts";
import type { EndpointTemplate } from "../room.ts";
import { accountOf, serviceUrl } from "./layout.ts";

/** What a managed identity asks with; its delegation key signs for containers and blobs alone. */
export interface AccessToken {
  accessToken: Secret;
}

interface AzureInspectorOptions {
  timeoutMs: number;
  endpoint?: EndpointTemplate | undefined;
}

/** Azure's management API alone tells these, to which the service has no access. */
const NOT_OFFERED: readonly FactName[] = ["versioning", "expiresObjects"];

/**
 * Reads the settings of the account's blob service, which hold for each of its containers; a managed identity needs
 * the role Storage Account Contributor. Whatever goes wrong, no
 * fact can be told; to a delegation key, which signs for containers and blobs alone, none is offered.
 * https://learn.microsoft.com/rest/api/storageservices/get-blob-service-properties
 */
export function azureInspector(
  bucket: Bucket,
  credentials: Credentials | AccessToken,
  options: AzureInspectorOptions,
): Inspector {
  return {
    async inspect() {
      if (!("accountKey" in credentials || "accessToken" in credentials))
        return { notOffered: [...NOT_OFFERED, "corsRules", "softDeleteDays"] };
      const accountName = accountOf(bucket);
      const sdk = await import("@azure/storage-blob");
      const credential =
        "accountKey" in credentials
          ? new sdk.StorageSharedKeyCredential(accountName, credentials.accountKey.reveal())
          : tokenCredential(credentials.accessToken);
      const service = new sdk.BlobServiceClient(serviceUrl(accountName, options.endpoint), credential, {
        retryOptions: { maxTries: 1 },
      });
      try {
        const properties = await service.getProperties({
          abortSignal: AbortSignal.timeout(options.timeoutMs),
        });
        return { ...factsOf(properties), notOffered: NOT_OFFERED };
      } catch {
        return { notOffered: NOT_OFFERED };
      }
    },
  };
}

/** For one request, so when the token ends does not matter. */
function tokenCredential(accessToken: Secret) {
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
