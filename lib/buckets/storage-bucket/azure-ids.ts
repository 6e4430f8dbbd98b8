import { type AddressFailure, refuse } from "../../storage/address/address-result.ts";
import type { Bucket } from "../../storage/bucket.ts";
import type { PlainBody } from "./one-spelling.ts";

type AzureIds = Pick<Bucket, "azureTenantId" | "azureClientId">;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Reads the customer's directory and managed identity, which go together; nothing when neither was given.
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust-user-assigned-managed-identity
 */
export function readAzureIds(body: PlainBody): AzureIds | AddressFailure {
  const { azureTenantId, azureClientId } = body;
  if (azureTenantId === undefined && azureClientId === undefined) return {};
  if (azureTenantId === undefined || azureClientId === undefined) {
    const missing = azureTenantId === undefined ? "azureTenantId" : "azureClientId";
    return refuse(
      `azureTenantId and azureClientId go together, and ${missing} is missing.`,
      "Give the directory (tenant) id and the client id of the managed identity.",
    );
  }
  const ids = { azureTenantId: azureTenantId.toLowerCase(), azureClientId: azureClientId.toLowerCase() };
  const wrong = (["azureTenantId", "azureClientId"] as const).find((field) => !UUID.test(ids[field]));
  if (wrong === undefined) return ids;
  return refuse(
    `${wrong} is not a UUID, such as 00000000-0000-0000-0000-000000000000.`,
    "Copy it from the overview of the managed identity in the Azure portal.",
  );
}
