import type { AccountKey, DelegationKey } from "../credentials.ts";
import { hmacSha256 } from "../hmac-sha256.ts";
import { keepLast } from "../keep-last.ts";
import { NAMESPACE_URL, uuidV5 } from "./uuid-v5.ts";

/**
 * The newest version of Azure's API before user delegation's string-to-sign began to grow (2025-07-05, 2026-04-06).
 * Pinned, since what is signed changes with it; Azure keeps serving old versions.
 * https://learn.microsoft.com/rest/api/storageservices/versioning-for-the-azure-storage-services
 */
export const SAS_VERSION = "2025-05-05";

/** What one SAS depends on. */
export interface SasFields {
  /** In Azure's own order, e.g. `cw`. */
  permissions: string;
  /** `/blob/<account>/<container>`. */
  container: string;
  /** The blob's name, not encoded; without one the SAS is the container's. */
  blob: string | undefined;
  /** In whole seconds. */
  expiresAt: Date;
  httpsOnly: boolean;
  /** Headers that the answer to a GET or HEAD then has. */
  contentDisposition?: string | undefined;
  contentType?: string | undefined;
  /** Who asked. Only a user delegation SAS can say so. */
  user?: string | undefined;
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

/**
 * A user delegation SAS; its `scid`, which Azure writes to its logs, stands for the user.
 * https://learn.microsoft.com/rest/api/storageservices/create-user-delegation-sas
 */
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
    // Two that stay empty, saoid and suoid, stand before scid.
    signed: `${Object.values(signer).join("\n")}\n\n\n`,
    scidOf: (user) => uuidV5(NAMESPACE_URL, user),
  });
}

/** Whose key signs: in the query, and in the string-to-sign where an account key's SAS has its stored policy. */
interface SigningKey {
  /** Base64. */
  key: string;
  parameters: string;
  signed: string;
  scidOf?: (user: string) => string;
}

/** The query's order and escapes are those of `@azure/storage-blob`, so that the two can be compared byte for byte. */
function sasSigner({ key, parameters, signed, scidOf }: SigningKey): SasSigner {
  const mac = hmacSha256(Buffer.from(key, "base64"));

  const formOf = keepLast(sameButBlob, (fields: SasFields) => {
    const { permissions, contentDisposition = "", contentType = "", user } = fields;
    refuseLineBreaks(fields.container + contentDisposition + contentType);
    const [slash, resource] = fields.blob === undefined ? ["", "c"] : ["/", "b"];
    const expiry = timestampOf(fields.expiresAt);
    const protocol = fields.httpsOnly ? "https" : "";
    const scid = user === undefined || scidOf === undefined ? "" : scidOf(user);
    return {
      beforeBlob: `${permissions}\n\n${expiry}\n${fields.container}${slash}`,
      afterBlob:
        `\n${signed}${scid}\n\n${protocol}\n${SAS_VERSION}\n${resource}` +
        `\n\n\n\n${contentDisposition}\n\n\n${contentType}`,
      query:
        `sv=${SAS_VERSION}${parameter("spr", protocol)}&se=${encodeURIComponent(expiry)}${parameters}` +
        `&sr=${resource}&sp=${permissions}${parameter("rscd", contentDisposition)}` +
        `${parameter("rsct", contentType)}${parameter("scid", scid)}&sig=`,
    };
  });

  return {
    token(fields) {
      const { beforeBlob, afterBlob, query } = formOf(fields);
      const { blob = "" } = fields;
      refuseLineBreaks(blob);
      return query + encodeURIComponent(mac(beforeBlob + blob + afterBlob, "base64"));
    },
  };
}

function refuseLineBreaks(text: string): void {
  if (/[\r\n]/.test(text)) throw new Error("What a SAS signs has no line breaks");
}

function sameButBlob(one: SasFields, other: SasFields): boolean {
  return (
    one.container === other.container &&
    (one.blob === undefined) === (other.blob === undefined) &&
    one.permissions === other.permissions &&
    one.expiresAt === other.expiresAt &&
    one.httpsOnly === other.httpsOnly &&
    one.contentDisposition === other.contentDisposition &&
    one.contentType === other.contentType &&
    one.user === other.user
  );
}

function parameter(name: string, value: string): string {
  return value === "" ? "" : `&${name}=${encodeURIComponent(value)}`;
}

/** As Azure writes it: UTC in whole seconds. */
function timestampOf(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
