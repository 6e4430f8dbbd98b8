import type { UnknownValue } from "./unknown-value.ts";

export const RESOURCE_GROUP: UnknownValue = {
  name: "RESOURCE_GROUP",
  says: "the resource group of the storage account",
};

export const LOCATION: UnknownValue = {
  name: "LOCATION",
  says: "the Azure region of the storage account, e.g. westeurope",
};
