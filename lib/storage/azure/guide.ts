import type { Guide } from "../room.ts";
import { azureCorsRule, corsCommand } from "./documents/cors.ts";
import { accountOf } from "./layout.ts";

const OWNER = "the role Storage Blob Data Owner";

/** Azure by its roles and its CLI. */
export const azureGuide: Guide = {
  permissions: {
    list: OWNER,
    read: OWNER,
    write: OWNER,
    delete: OWNER,
    multipart: OWNER,
    abort: OWNER,
    settings: "the role Storage Account Contributor on the account",
  },
  // https://learn.microsoft.com/cli/azure/storage/account/blob-service-properties
  keepDeletedCommand: ({ accountName }) =>
    `az storage account blob-service-properties update --account-name ${accountName} --enable-delete-retention true --delete-retention-days 7`,
  corsCommand: (bucket, origins) => corsCommand(accountOf(bucket), azureCorsRule(origins)),
};
