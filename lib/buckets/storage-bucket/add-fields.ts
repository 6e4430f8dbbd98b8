import { type AddressFound, type AddressResult, refuse } from "../../storage/address/address-result.ts";
import { roomOf } from "../../storage/catalog.ts";
import { readAzureIds } from "./azure-ids.ts";
import type { PlainBody } from "./one-spelling.ts";

/** Adds to a bucket what no address holds: its KMS key and the ids of a managed identity. */
export function addFields(found: AddressFound, body: PlainBody): AddressResult {
  const { bucket } = found;
  const misfit = bucket.provider === "AZURE" ? undefined : azureField(body);
  if (misfit)
    return refuse(`${misfit} belongs to Azure, and the bucket is not one of Azure.`, "Leave it away.");
  const { kmsKeyId } = body;
  const wrongKey =
    kmsKeyId === undefined ? undefined : roomOf(bucket.provider).kmsKeyProblem(kmsKeyId, bucket);
  if (wrongKey) return refuse(wrongKey);
  const ids = readAzureIds(body);
  if ("ok" in ids) return ids;
  if (ids.azureClientId !== undefined && found.credentials !== undefined) {
    return refuse(
      "Both an access key and a managed identity (azureTenantId, azureClientId) were given, and a team signs with one of them.",
      "Leave the access key out of the address: a managed identity needs no secret. To sign with the key, leave azureTenantId and azureClientId away.",
    );
  }
  return {
    ...found,
    bucket: { ...bucket, ...(kmsKeyId === undefined ? {} : { kmsKeyId }), ...ids },
    warnings: [...found.warnings, ...withoutEffect(body)],
  };
}

function azureField(body: PlainBody): string | undefined {
  return (["accountName", "containerName", "azureTenantId", "azureClientId"] as const).find(
    (field) => body[field] !== undefined,
  );
}

function withoutEffect(body: PlainBody): string[] {
  return [
    ...(body.awsExternalId === undefined
      ? []
      : ["awsExternalId has no effect: an external id cannot protect a bucket policy."]),
    ...(body.organizationID === undefined
      ? []
      : ["organizationID has no effect: the organisation is that of the token."]),
  ];
}
