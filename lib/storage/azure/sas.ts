import { createHmac, createSecretKey } from "node:crypto";
import type { AccountKey, DelegationKey } from "../credentials.ts";

/**
 * The newest version of Azure's API before user delegation's string-to-sign began to grow (2025-07-05, 2026-04-06).
 * Pinned, since what is signed changes with it; Azure keeps serving old versions.
 * https://learn.microsoft.com/rest/api/storageservices/versioning-for-the-azure-storage-services
 */
export const SAS_VERSION = "2025-05-05";

/** What one SAS depends on. */
export interface SasFields {
  /** A blob or a container. */
  resource: "b" | "c";
  /** In Azure's own order, e.g. `cw`. */
  permissions: string;
  /** `/blob/<account>/<container>[/<blob>]`, not encoded. */
  canonicalName: string;
  /** In whole seconds. */
  expiresAt: Date;
  httpsOnly: boolean;
  /** Headers that the answer to a GET or HEAD then has. */
  contentDisposition?: string | undefined;
  contentType?: string | undefined;
}

/** Makes SAS tokens with one key. */
export interface SasSigner {
  /** The token, a query string without `?`. Throws a plain Error on a line break, which could move one field into another. */
  token(fields: SasFields): string;
}

/** A service SAS. https://learn.microsoft.com/rest/api/storageservices/create-service-sas */
export function accountKeySas({ accountKey }: AccountKey): SasSigner {
  return sasSigner({ key: accountKey.reveal(), parameters: "", signed: "" });
}

/** A user delegation SAS. https://learn.microsoft.com/rest/api/storageservices/create-user-delegation-sas */
export function delegationKeySas(key: DelegationKey): SasSigner {
  const signer = {
    skoid: key.signedObjectId,
    sktid: key.signedTenantId,
    skt: timestampOf(key.signedStart),
    ske: timestampOf(key.expiresAt),
    sks: key.signedService,
    skv: key.signedVersion,
  };
  const parameters = Object.entries(signer).map(([name, value]) => `&${name}=${encodeURIComponent(value)}`);
  return sasSigner({
    key: key.value.reveal(),
    parameters: parameters.join(""),
    // At the end three that stay empty: saoid, suoid, scid.
    signed: `${Object.values(signer).join("\n")}\n\n\n`,
  });
}

/** Whose key signs: in the query, and in the string-to-sign where an account key's SAS has its stored policy. */
interface SigningKey {
  /** Base64. */
  key: string;
  parameters: string;
  signed: string;
}

/** The query's order and escapes are those of `@azure/storage-blob`, so that the two can be compared byte for byte. */
function sasSigner({ key, parameters, signed }: SigningKey): SasSigner {
  const hmacKey = createSecretKey(Buffer.from(key, "base64"));
  return {
    token(fields) {
      const { resource, permissions, canonicalName, httpsOnly } = fields;
      const { contentDisposition = "", contentType = "" } = fields;
      if (/[\r\n]/.test(canonicalName + contentDisposition + contentType)) {
        throw new Error("What a SAS signs has no line breaks");
      }
      const expiry = timestampOf(fields.expiresAt);
      const protocol = httpsOnly ? "https" : "";
      const stringToSign =
        `${permissions}\n\n${expiry}\n${canonicalName}\n${signed}\n\n${protocol}\n${SAS_VERSION}\n${resource}` +
        `\n\n\n\n${contentDisposition}\n\n\n${contentType}`;
      const signature = createHmac("sha256", hmacKey).update(stringToSign).digest("base64");
      return (
        `sv=${SAS_VERSION}${parameter("spr", protocol)}&se=${encodeURIComponent(expiry)}${parameters}` +
        `&sr=${resource}&sp=${permissions}${parameter("rscd", contentDisposition)}` +
        `${parameter("rsct", contentType)}&sig=${encodeURIComponent(signature)}`
      );
    },
  };
}

function parameter(name: string, value: string): string {
  return value === "" ? "" : `&${name}=${encodeURIComponent(value)}`;
}

/** As Azure writes it: UTC in whole seconds. */
function timestampOf(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
