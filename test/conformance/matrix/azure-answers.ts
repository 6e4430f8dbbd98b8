import type { Fault, RequestKind } from "../../support/scripted-store.ts";
import { RAW_TEXT } from "../../support/store-faults.ts";

/**
 * Azure's error document, for what Azurite does not refuse. What tells the causes apart is the code, and for a time
 * that is over the detail. https://learn.microsoft.com/rest/api/storageservices/status-and-error-codes2
 */
export function azureError(status: number, code: string, detail: string, ...kinds: RequestKind[]): Fault {
  const more = detail === "" ? "" : `<AuthenticationErrorDetail>${detail}</AuthenticationErrorDetail>`;
  return {
    ...(kinds.length > 0 && { on: kinds }),
    act({ seen, response }) {
      response.writeHead(status, { "content-type": "application/xml", "x-ms-error-code": code });
      const body = `\uFEFF<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${RAW_TEXT}</Message>${more}</Error>`;
      response.end(seen.method === "HEAD" ? undefined : body);
    },
  };
}

/** A role that is missing. https://learn.microsoft.com/troubleshoot/azure/azure-storage/blobs/authentication/storage-troubleshoot-403-errors */
export function roleMissing(...kinds: RequestKind[]): Fault {
  return azureError(403, "AuthorizationPermissionMismatch", "", ...kinds);
}

/** A SAS whose time is over, which Azurite does not tell from a wrong signature. */
export function timeOver(...kinds: RequestKind[]): Fault {
  const detail =
    "Signature not valid in the specified time frame: Start [then] - Expiry [then] - Current [now]";
  return azureError(403, "AuthenticationFailed", detail, ...kinds);
}
