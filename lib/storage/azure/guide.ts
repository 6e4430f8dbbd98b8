import type { Guide } from "../room.ts";
import { shellWord } from "../shell-word.ts";
import { azureCorsRule, corsCommand } from "./documents/cors.ts";
import { accountOf } from "./layout.ts";

const OWNER = "the role Storage Blob Data Owner";

/** Azure by its roles and its CLI. */
export const azureGuide: Guide = {
  corsCaution: "It replaces the rules of the whole account.",
  keys: { id: "storage account", secret: "account key" },
  permissions: {
    list: OWNER,
    read: OWNER,
    write: OWNER,
    delete: OWNER,
    multipart: OWNER,
    abort: OWNER,
    settings: "the role Storage Account Contributor on the account",
  },
  // An account key may do everything, so what is missing is a managed identity's.
  // https://learn.microsoft.com/cli/azure/role/assignment#az-role-assignment-create
  allow(need, { bucket }) {
    const account = accountOf(bucket);
    const assignee = bucket.azureClientId ?? "<the identity's client id>";
    const role = need === "settings" ? "Storage Account Contributor" : "Storage Blob Data Owner";
    return (
      "An account key may do everything, unless the account's firewall stands before it. To a managed identity give the role: " +
      `az role assignment create --assignee ${shellWord(assignee)} --role ${shellWord(role)} ` +
      `--scope "$(az storage account show --name ${shellWord(account)} --query id --output tsv)"`
    );
  },
  // https://learn.microsoft.com/cli/azure/storage/account#az-storage-account-update
  closeToPublic: (bucket) =>
    `Close the account: az storage account update --name ${shellWord(accountOf(bucket))} --allow-blob-public-access false`,
  // https://learn.microsoft.com/cli/azure/storage/account/blob-service-properties
  keepDeletedCommand: ({ accountName }) =>
    `az storage account blob-service-properties update --account-name ${accountName} --enable-delete-retention true --delete-retention-days 7`,
  // Azure goes by the first rule that matches, so one that is there already would hide the new one.
  corsCommand(bucket, origins) {
    const account = accountOf(bucket);
    const clear = `az storage cors clear --account-name ${shellWord(account)} --services b`;
    return `${clear} && ${corsCommand(account, azureCorsRule(origins))}`;
  },
};
