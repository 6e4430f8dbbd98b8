import { type AddressFailure, refuse } from "../../storage/address/address-result.ts";
import type { PlainBody } from "./one-spelling.ts";

export interface ContainerName {
  /** Lower case. */
  accountName?: string;
  containerName?: string;
}

/** What the fields say of an Azure container. W&B writes `<account>/<container>` into the field name. */
export function readContainerName(body: Omit<PlainBody, "address">): ContainerName | AddressFailure {
  const { name } = body;
  const slash = name?.indexOf("/") ?? -1;
  const inName = slash < 0 ? undefined : name?.slice(0, slash).toLowerCase();
  const accountName = body.accountName?.toLowerCase() ?? inName;
  if (inName !== undefined && inName !== accountName) {
    return refuse("The field name names another storage account than accountName.", "Give it once.");
  }
  const written = name?.slice(slash + 1);
  const containerName = body.containerName ?? written;
  if (written !== undefined && written !== containerName) {
    return refuse("The field name names another container than containerName.", "Give it once.");
  }
  return {
    ...(accountName === undefined ? {} : { accountName }),
    ...(containerName === undefined ? {} : { containerName }),
  };
}
