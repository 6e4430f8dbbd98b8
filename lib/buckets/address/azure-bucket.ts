import { accountNameProblem } from "../../storage/azure/naming.ts";
import { type AddressFailure, refuse } from "./address-result.ts";
import type { Assembled } from "./assemble-bucket.ts";
import { meaninglessOption } from "./meaningless-option.ts";
import type { Reading } from "./read-address.ts";

/** A container of Azure Blob Storage. */
export function azureBucket({ name, path, options, spot }: Reading): Assembled | AddressFailure {
  const wrong = meaninglessOption("Azure Blob Storage", options);
  if (wrong) return wrong;
  const { accountName = "" } = spot;
  const wrongAccount = accountNameProblem(accountName);
  if (wrongAccount) return refuse(wrongAccount, "Write az://<account>/<container>[/<path>].");
  return { bucket: { provider: "AZURE", accountName, name, path }, warnings: [] };
}
