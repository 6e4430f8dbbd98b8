import { federatedCredential } from "../../storage/azure/documents/federated-credential.ts";
import {
  documentedRoles,
  type RoleAssignment,
  strictRoles,
} from "../../storage/azure/documents/role-assignments.ts";
import { accountOf } from "../../storage/azure/layout.ts";
import { LOCATION, RESOURCE_GROUP } from "./azure-account.ts";
import type { Draft, Plan } from "./plan.ts";
import { word } from "./shell.ts";
import { block, hclList, hclText } from "./terraform.ts";
import { markOf, type UnknownValue } from "./unknown-value.ts";

const SUBSCRIPTION: UnknownValue = {
  name: "SUBSCRIPTION",
  says: "the id of your Azure subscription",
  found: "az account show --query id --output tsv",
};
const ISSUER: UnknownValue = {
  name: "AZURE_ISSUER",
  says: "the issuer of W&B's token, with a slash at its end",
};
const SUBJECT: UnknownValue = { name: "AZURE_SUBJECT", says: "the subject of W&B's token" };

const IDENTITY = "wandb-byob";

/** A managed identity of the customer's, which W&B's federated token may stand for. */
export function azureIdentitySteps(plan: Plan): Draft[] {
  return [identityStep(plan), credentialStep(), rolesStep(plan)];
}

function identityStep({ bucket }: Plan): Draft {
  const { azureClientId } = bucket;
  const which =
    azureClientId === undefined
      ? "Its client id and your tenant id are azureClientId and azureTenantId of the team's bucket."
      : `You named the identity with the client id ${azureClientId}: if it has another name than ${IDENTITY}, write that name into the commands.`;
  return {
    name: "managed-identity",
    title: "Create a managed identity for W&B",
    text: `W&B gets no key: it acts as an identity of yours. ${which}`,
    command: [
      `az identity create --name ${IDENTITY} --resource-group ${word(markOf(RESOURCE_GROUP))} --location ${word(markOf(LOCATION))}`,
      `az identity show --name ${IDENTITY} --resource-group ${word(markOf(RESOURCE_GROUP))} --query '{azureTenantId:tenantId,azureClientId:clientId}'`,
    ].join("\n"),
    needs: [RESOURCE_GROUP, LOCATION],
    terraform: block('resource "azurerm_user_assigned_identity" "wandb"', [
      `name = ${hclText(IDENTITY)}`,
      `resource_group_name = ${hclText(markOf(RESOURCE_GROUP))}`,
      `location = ${hclText(markOf(LOCATION))}`,
    ]),
  };
}

function credentialStep(): Draft {
  const document = federatedCredential({ issuer: markOf(ISSUER), subject: markOf(SUBJECT) });
  const { name, issuer, subject, audiences } = document;
  return {
    name: "federated-credential",
    title: "Let W&B's token stand for the identity",
    text: "W&B's support tells you issuer and subject. Azure compares them letter by letter, and the issuer ends in a slash.",
    document,
    command: [
      `az identity federated-credential create --name ${word(name)} --identity-name ${IDENTITY}`,
      `--resource-group ${word(markOf(RESOURCE_GROUP))} --issuer ${word(issuer)} --subject ${word(subject)}`,
      `--audiences ${audiences.map(word).join(" ")}`,
    ].join(" "),
    needs: [RESOURCE_GROUP, ISSUER, SUBJECT],
    terraform: block('resource "azurerm_federated_identity_credential" "wandb"', [
      `name = ${hclText(name)}`,
      `resource_group_name = ${hclText(markOf(RESOURCE_GROUP))}`,
      "parent_id = azurerm_user_assigned_identity.wandb.id",
      `issuer = ${hclText(issuer)}`,
      `subject = ${hclText(subject)}`,
      `audience = ${hclList(audiences)}`,
    ]),
  };
}

function rolesStep(plan: Plan): Draft {
  const strict = plan.flavour === "strict";
  const roles = strict ? strictRoles() : documentedRoles();
  const document = roles.map(({ role, scope }) => ({ role, scope: scopeId(plan, scope) }));
  const principal = `"$(az identity show --name ${IDENTITY} --resource-group ${word(markOf(RESOURCE_GROUP))} --query principalId --output tsv)"`;
  return {
    name: "role-assignments",
    title: "Let the identity in",
    text: strict
      ? "It may use the blobs of this one container. Azure's roles end at the container, not at a path: give each team a container of its own. Two roles hold on the account, because Azure offers them nowhere else: one asks for the key that signs URLs (it opens nothing by itself), the other reads the account's settings."
      : "W&B's own document. Both roles hold on the whole account, and Storage Account Contributor may read the account's keys, which open every container.",
    document,
    command: document
      .map(
        ({ role, scope }) =>
          `az role assignment create --assignee-object-id ${principal} --assignee-principal-type ServicePrincipal --role ${word(role)} --scope ${word(scope)}`,
      )
      .join("\n"),
    needs: [RESOURCE_GROUP, SUBSCRIPTION],
    terraform: roles.map(assignmentTerraform).join("\n\n"),
  };
}

function scopeId({ bucket }: Plan, scope: RoleAssignment["scope"]): string {
  const account = `/subscriptions/${markOf(SUBSCRIPTION)}/resourceGroups/${markOf(RESOURCE_GROUP)}/providers/Microsoft.Storage/storageAccounts/${accountOf(bucket)}`;
  return scope === "account" ? account : `${account}/blobServices/default/containers/${bucket.name}`;
}

function assignmentTerraform({ role, scope }: RoleAssignment, index: number): string {
  const resource = scope === "account" ? "azurerm_storage_account" : "azurerm_storage_container";
  return block(`resource "azurerm_role_assignment" "wandb_${index + 1}"`, [
    `scope = ${resource}.wandb.id`,
    `role_definition_name = ${hclText(role)}`,
    "principal_id = azurerm_user_assigned_identity.wandb.principal_id",
  ]);
}
