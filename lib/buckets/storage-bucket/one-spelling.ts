import { type AddressFailure, refuse } from "../../storage/address/address-result.ts";
import type { StorageBucketBody } from "../storage-bucket.ts";

const SPELLINGS = [
  ["kmsKeyId", "kmsKeyID"],
  ["awsExternalId", "awsExternalID"],
  ["azureTenantId", "azureTenantID"],
  ["azureClientId", "azureClientID"],
] as const;

/** A body whose second spellings (those of W&B's GraphQL) and empty fields are gone. */
export type PlainBody = Omit<StorageBucketBody, (typeof SPELLINGS)[number][1]>;

/** Brings a body to one spelling per field. An empty string is a field that a form left empty: not given. */
export function oneSpelling(body: StorageBucketBody): PlainBody | AddressFailure {
  const given: StorageBucketBody = Object.fromEntries(
    Object.entries(body).filter(([, value]) => value !== undefined && value !== ""),
  );
  for (const [spelling, other] of SPELLINGS) {
    const value = given[spelling] ?? given[other];
    if (value === undefined) continue;
    if (given[other] !== undefined && given[other] !== value) {
      return refuse(`${spelling} and ${other} are one field, and they differ.`, `Give ${spelling} alone.`);
    }
    given[spelling] = value;
    delete given[other];
  }
  return given;
}
