import type { Credentials } from "../credentials.ts";
import type { Room } from "../room.ts";
import { reachOf } from "../s3/layout.ts";
import { diagnose } from "./codes.ts";
import { azureGuide } from "./guide.ts";
import { accountOf, azureLayout } from "./layout.ts";
import { nameProblem, place, printAddress } from "./naming.ts";
import { accountKeySas, delegationKeySas } from "./sas.ts";
import { azureSigner } from "./signer.ts";

/** Azure Blob Storage. https://learn.microsoft.com/rest/api/storageservices/blob-service-rest-api */
export const azureRoom = {
  title: "Azure Blob Storage",
  binds: { contentType: false, contentMd5: false, contentLength: false, ifNoneMatch: true },
  nameProblem,
  place,
  printAddress,
  reach: (bucket, endpoint) => ({ ...reachOf(azureLayout(bucket, endpoint)), minTlsVersion: "TLSv1.2" }),
  signer: (bucket, credentials, { now, endpoint }) =>
    azureSigner({
      layout: azureLayout(bucket, endpoint),
      accountName: accountOf(bucket),
      containerName: bucket.name,
      ...signingOf(credentials),
      now,
    }),
  diagnose,
  guide: azureGuide,
  isListing: ({ body }) => new TextDecoder().decode(body).includes("<EnumerationResults"),
} as const satisfies Room;

function signingOf(credentials: Credentials) {
  if ("accountKey" in credentials) return { sas: accountKeySas(credentials) };
  if ("signedObjectId" in credentials) {
    return { sas: delegationKeySas(credentials), keyExpiresAt: credentials.expiresAt };
  }
  throw new Error("Azure signs with account keys and user delegation keys");
}
