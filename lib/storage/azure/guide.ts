import type { Guide } from "../room.ts";

const OWNER = "the role Storage Blob Data Owner";

/**
 * Azure by its roles and its CLI. CORS is the account's, not the container's.
 * https://learn.microsoft.com/cli/azure/storage/cors#az-storage-cors-add
 */
export const azureGuide: Guide = {
  permissions: { list: OWNER, read: OWNER, write: OWNER, delete: OWNER },
  corsCommand: ({ accountName }, origins) =>
    `az storage cors add --account-name ${accountName} --services b --origins ${origins.join(" ")} ` +
    "--methods GET HEAD PUT --allowed-headers '*' --exposed-headers '*' --max-age 3000",
};
