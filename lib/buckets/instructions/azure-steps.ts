import { azureCorsRule, corsCommand } from "../../storage/azure/documents/cors.ts";
import { accountOf } from "../../storage/azure/layout.ts";
import { LOCATION, RESOURCE_GROUP } from "./azure-account.ts";
import { azureIdentitySteps } from "./azure-identity-steps.ts";
import type { Draft, Plan } from "./plan.ts";
import { word } from "./shell.ts";
import { block, hclList, hclText } from "./terraform.ts";
import { markOf } from "./unknown-value.ts";

/** A container of Azure Blob Storage. https://learn.microsoft.com/cli/azure/storage */
export function azureSteps(plan: Plan): Draft[] {
  const federated = plan.deployment === "dedicated" || plan.bucket.azureClientId !== undefined;
  return [
    createStep(plan),
    corsStep(plan),
    ...(federated ? azureIdentitySteps(plan) : [accountKeyStep(plan)]),
    softDeleteStep(plan),
  ];
}

function createStep(plan: Plan): Draft {
  const account = word(accountOf(plan.bucket));
  const group = `--resource-group ${word(markOf(RESOURCE_GROUP))}`;
  const rule = azureCorsRule(plan.origins);
  return {
    name: "create-bucket",
    title: "Create the storage account and the container, and keep the public out",
    text: "The account is one that only W&B uses, if you can: CORS, soft delete and some roles count for all of its containers.",
    command: [
      `az storage account show --name ${account} ${group} >/dev/null 2>&1 || az storage account create --name ${account} ${group} --location ${word(markOf(LOCATION))} --kind StorageV2 --sku Standard_ZRS`,
      `az storage account update --name ${account} ${group} --allow-blob-public-access false --https-only true --min-tls-version TLS1_2`,
      `az storage container-rm create --storage-account ${account} ${group} --name ${word(plan.bucket.name)}`,
    ].join("\n"),
    needs: [RESOURCE_GROUP, LOCATION],
    terraform: [
      block('provider "azurerm"', [block("features", [])]),
      block('resource "azurerm_storage_account" "wandb"', [
        `name = ${hclText(accountOf(plan.bucket))}`,
        `resource_group_name = ${hclText(markOf(RESOURCE_GROUP))}`,
        `location = ${hclText(markOf(LOCATION))}`,
        'account_tier = "Standard"',
        'account_replication_type = "ZRS"',
        "allow_nested_items_to_be_public = false",
        'min_tls_version = "TLS1_2"',
        block("blob_properties", [
          block("delete_retention_policy", ["days = 7"]),
          block("cors_rule", [
            `allowed_origins = ${hclList(rule.allowedOrigins)}`,
            `allowed_methods = ${hclList(rule.allowedMethods)}`,
            `allowed_headers = ${hclList(rule.allowedHeaders)}`,
            `exposed_headers = ${hclList(rule.exposedHeaders)}`,
            `max_age_in_seconds = ${rule.maxAgeInSeconds}`,
          ]),
        ]),
      ]),
      block('resource "azurerm_storage_container" "wandb"', [
        `name = ${hclText(plan.bucket.name)}`,
        "storage_account_id = azurerm_storage_account.wandb.id",
      ]),
    ].join("\n\n"),
  };
}

function corsStep(plan: Plan): Draft {
  const rule = azureCorsRule(plan.origins);
  return {
    name: "cors",
    title: "Let W&B's pages read and write",
    text: "The rule belongs to the account's blob service and counts for all containers. The command adds it to those that are there, and the first rule that fits a request decides.",
    document: rule,
    command: corsCommand(accountOf(plan.bucket), rule),
  };
}

function accountKeyStep({ bucket }: Plan): Draft {
  return {
    name: "account-key",
    title: "Get the account's key",
    text: "This deployment has no identity of its own at Azure, so it signs with the account's key. The key opens every container of the account and cannot be limited to one or to a path: use an account for W&B alone. Percent-encode the key where it stands in an address. If the operator has given the service a federated token, give azureTenantId and azureClientId and ask for these instructions again.",
    command: `az storage account keys list --account-name ${word(accountOf(bucket))} --resource-group ${word(markOf(RESOURCE_GROUP))} --query '[0].value' --output tsv`,
    needs: [RESOURCE_GROUP],
  };
}

function softDeleteStep({ bucket }: Plan): Draft {
  return {
    name: "soft-delete",
    title: "Keep what is deleted for a while",
    text: "W&B's garbage collection of artifacts needs soft delete. Blocks of uploads that nobody completed are removed by Azure itself after a week.",
    command: `az storage account blob-service-properties update --account-name ${word(accountOf(bucket))} --resource-group ${word(markOf(RESOURCE_GROUP))} --enable-delete-retention true --delete-retention-days 7`,
    needs: [RESOURCE_GROUP],
  };
}
