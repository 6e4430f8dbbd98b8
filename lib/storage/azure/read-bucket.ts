import { type AddressFailure, refuse } from "../address/address-result.ts";
import { meaninglessOption } from "../address/meaningless-option.ts";
import type { Assembled, Reading } from "../address/reading.ts";
import { accountNameProblem } from "./naming.ts";

/** A container of Azure Blob Storage. */
export function azureBucket({ name, path, options, spot }: Reading): Assembled | AddressFailure {
  const wrong = meaninglessOption("Azure Blob Storage", options);
  if (wrong) return wrong;
  const { accountName = "" } = spot;
  const wrongAccount = accountNameProblem(accountName);
  if (wrongAccount) return refuse(wrongAccount, "Write az://<account>/<container>[/<path>].");
  return { bucket: { provider: "AZURE", accountName, name, path }, warnings: [] };
}
