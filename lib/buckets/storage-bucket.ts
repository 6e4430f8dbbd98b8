import * as z from "zod/mini";
import {
  type AddressContext,
  type AddressFailure,
  type AddressResult,
  refuse,
} from "../storage/address/address-result.ts";
import { assembleBucket } from "../storage/address/assemble-bucket.ts";
import { PROVIDERS } from "../storage/bucket.ts";
import { addFields } from "./storage-bucket/add-fields.ts";
import { chooseById } from "./storage-bucket/choose-by-id.ts";
import { oneSpelling, type PlainBody } from "./storage-bucket/one-spelling.ts";
import { readFields } from "./storage-bucket/read-fields.ts";
import { readWithAddress } from "./storage-bucket/read-with-address.ts";
import { settleProvider } from "./storage-bucket/settle-provider.ts";

const text = z.optional(z.string());

/** The wire object `storageBucket`, with the field names of W&B's GraphQL and SCIM. */
export const StorageBucketBody = z.strictObject({
  provider: z.optional(z.enum(PROVIDERS)),
  name: text,
  address: text,
  id: text,
  path: text,
  region: text,
  endpoint: text,
  kmsKeyId: text,
  kmsKeyID: text,
  awsExternalId: text,
  awsExternalID: text,
  accountName: text,
  containerName: text,
  azureTenantId: text,
  azureTenantID: text,
  azureClientId: text,
  azureClientID: text,
  organizationID: text,
});

export type StorageBucketBody = z.infer<typeof StorageBucketBody>;

/**
 * Reads `storageBucket` into a bucket and keys. Everything that is wrong with the bucket comes back as a failure,
 * for the report; only the shape of the request is the schema's. An empty string counts as not given.
 */
export function parseStorageBucket(wire: StorageBucketBody, context: AddressContext): AddressResult {
  const body = oneSpelling(wire);
  if ("ok" in body) return body;
  const found = body.id === undefined ? readBucket(body, context) : chooseById(body.id, body, context);
  return found.ok ? addFields(found, body) : found;
}

function readBucket(body: PlainBody, context: AddressContext): AddressResult {
  const reading = read(body, context);
  if ("ok" in reading) return reading;
  const notes = settleProvider(body.provider, reading.spot);
  if ("ok" in notes) return notes;
  const result = assembleBucket(reading, context);
  return result.ok ? { ...result, warnings: [...notes, ...result.warnings] } : result;
}

const TWO_ADDRESSES: AddressFailure = refuse(
  "The field name holds an address, and so does the field address; they differ.",
  "Give one address.",
);

function read(body: PlainBody, context: AddressContext): ReturnType<typeof readFields> {
  const { address, ...beside } = body;
  if (!body.name?.includes("://")) {
    return address === undefined ? readFields(body, context) : readWithAddress(address, beside, context);
  }
  if (address !== undefined && address !== body.name) return TWO_ADDRESSES;
  const { name, ...fields } = beside;
  return readWithAddress(body.name, fields, context);
}
