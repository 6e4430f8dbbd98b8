import type { Bucket } from "../bucket.ts";
import { AZURE_CORS } from "../cors-dialect.ts";
import type { Credentials } from "../credentials.ts";
import { optional, required } from "../form.ts";
import type { Room, SignerOptions } from "../room.ts";
import { reachOf } from "../s3/layout.ts";
import { diagnose } from "./codes.ts";
import { azureGuide } from "./guide.ts";
import { accountOf, azureLayout } from "./layout.ts";
import { nameProblem, place, printAddress } from "./naming.ts";
import { azureBucket } from "./read-bucket.ts";
import { parseAzureHost } from "./read-host.ts";
import { parseAzureUserinfo } from "./read-userinfo.ts";
import { accountKeySas, delegationKeySas } from "./sas.ts";
import { azureSigner } from "./signer.ts";

function signerOf(bucket: Bucket, credentials: Credentials, { now, endpoint }: SignerOptions) {
  return azureSigner({
    layout: azureLayout(bucket, endpoint),
    accountName: accountOf(bucket),
    containerName: bucket.name,
    ...signingOf(credentials),
    now,
  });
}

/** Azure Blob Storage. https://learn.microsoft.com/rest/api/storageservices/blob-service-rest-api */
export const azureRoom = {
  title: "Azure Blob Storage",
  // In multi-tenant only W&B's own bucket may be one of Azure's.
  scopes: { "multi-tenant": [], dedicated: ["instance", "team"], "self-managed": ["instance", "team"] },
  form: {
    fields: [
      required("accountName"),
      required("containerName"),
      optional("path"),
      optional("azureTenantId"),
      optional("azureClientId"),
    ],
    address: {
      format: "az://:<urlEncodedAccessKey>@<account>/<container>[/<path>]",
      example: "az://acmemodels/wandb",
    },
  },
  address: {
    scheme: "az",
    hostSuffixes: [
      "core.windows.net",
      "core.chinacloudapi.cn",
      "core.usgovcloudapi.net",
      "core.cloudapi.de",
      "storage.azure.net",
    ],
    readHost: parseAzureHost,
    readUserinfo: parseAzureUserinfo,
    readBucket: azureBucket,
  },
  binds: { contentType: false, contentMd5: false, contentLength: false, ifNoneMatch: true },
  // A block's SAS allows to write the whole blob too.
  bindsMultipart: { ifNoneMatch: false },
  nameProblem,
  // Uploads name no key: what encrypts is set on the account.
  kmsKeyProblem: () =>
    "kmsKeyId has no meaning for Azure Blob Storage: Azure encrypts with the key that the storage account is configured with. Leave kmsKeyId away.",
  place,
  printAddress,
  reach: (bucket, endpoint) => ({ ...reachOf(azureLayout(bucket, endpoint)), minTlsVersion: "TLSv1.2" }),
  signer: signerOf,
  async multipart(bucket, credentials, options) {
    const { azureMultipart } = await import("./multipart.ts");
    return azureMultipart(signerOf(bucket, credentials, options));
  },
  async inspector(bucket, credentials, options) {
    const { azureInspector } = await import("./inspector.ts");
    return azureInspector(bucket, credentials, options);
  },
  diagnose,
  // https://learn.microsoft.com/rest/api/storageservices/put-blob#response-headers
  encryptionOf: ({ headers }) => ({
    encrypted:
      headers["x-ms-request-server-encrypted"] === "true" || headers["x-ms-server-encrypted"] === "true",
  }),
  guide: azureGuide,
  cors: AZURE_CORS,
  isListing: ({ body }) => new TextDecoder().decode(body).includes("<EnumerationResults"),
  isEmptyListing: ({ body }) => !new TextDecoder().decode(body).includes("<Blob>"),
} as const satisfies Room;

function signingOf(credentials: Credentials) {
  if ("accountKey" in credentials) return { sas: accountKeySas(credentials) };
  if ("signedObjectId" in credentials) {
    return { sas: delegationKeySas(credentials), keyExpiresAt: credentials.expiresAt };
  }
  throw new Error("Azure signs with account keys and user delegation keys");
}
