import { shellWord } from "../../shell-word.ts";

/** One rule of a storage account's blob service. */
export interface AzureCorsRule {
  allowedOrigins: string[];
  allowedMethods: string[];
  allowedHeaders: string[];
  exposedHeaders: string[];
  maxAgeInSeconds: number;
}

/**
 * The rule is the account's: it counts for all of its containers.
 * https://learn.microsoft.com/rest/api/storageservices/cross-origin-resource-sharing--cors--support-for-the-azure-storage-services
 */
export function azureCorsRule(origins: readonly string[]): AzureCorsRule {
  return {
    allowedOrigins: [...origins],
    allowedMethods: ["GET", "HEAD", "PUT"],
    allowedHeaders: ["*"],
    exposedHeaders: ["*"],
    maxAgeInSeconds: 3000,
  };
}

/** Adds the rule to those that are there. https://learn.microsoft.com/cli/azure/storage/cors#az-storage-cors-add */
export function corsCommand(accountName: string, rule: AzureCorsRule): string {
  const words = (list: readonly string[]) => list.map(shellWord).join(" ");
  return [
    `az storage cors add --account-name ${shellWord(accountName)} --services b`,
    `--origins ${words(rule.allowedOrigins)} --methods ${words(rule.allowedMethods)}`,
    `--allowed-headers ${words(rule.allowedHeaders)} --exposed-headers ${words(rule.exposedHeaders)}`,
    `--max-age ${rule.maxAgeInSeconds}`,
  ].join(" ");
}
