import { type Secret, secret } from "../secret.ts";
import { serviceUrl } from "../storage/azure/layout.ts";
import { SAS_VERSION } from "../storage/azure/sas.ts";
import type { DelegationKey } from "../storage/credentials.ts";
import type { EndpointTemplate } from "../storage/room.ts";
import { type Http, postToAzure, unreadable } from "./azure-request.ts";

interface KeyRequest {
  accountName: string;
  /** Azure's own host without one. */
  endpoint?: EndpointTemplate | undefined;
  accessToken: Secret;
  start: Date;
  /** Within seven days from now. */
  end: Date;
}

/**
 * Asks the account's blob service for a key that signs for the token's holder. Throws `credentials.unavailable`.
 * https://learn.microsoft.com/rest/api/storageservices/get-user-delegation-key
 */
export async function getDelegationKey(http: Http, request: KeyRequest): Promise<DelegationKey> {
  const { accountName, endpoint, accessToken, start, end } = request;
  const xml = await postToAzure(http, {
    url: `${serviceUrl(accountName, endpoint)}/?restype=service&comp=userdelegationkey`,
    headers: {
      authorization: `Bearer ${accessToken.reveal()}`,
      "content-type": "application/xml",
      "x-ms-version": SAS_VERSION,
    },
    body: `<?xml version="1.0" encoding="utf-8"?><KeyInfo><Start>${stamp(start)}</Start><Expiry>${stamp(end)}</Expiry></KeyInfo>`,
    refusal:
      "The storage account did not give the managed identity a key to sign with; check that the identity has the role Storage Blob Data Owner on it.",
    codeOf: ({ headers }) => /^[A-Za-z]{1,80}$/.exec(headers.get("x-ms-error-code") ?? "")?.[0] ?? "",
  });
  const key: DelegationKey = {
    signedObjectId: element(xml, "SignedOid", /^[0-9a-fA-F-]{36}$/),
    signedTenantId: element(xml, "SignedTid", /^[0-9a-fA-F-]{36}$/),
    signedStart: new Date(element(xml, "SignedStart", TIMESTAMP)),
    expiresAt: new Date(element(xml, "SignedExpiry", TIMESTAMP)),
    signedService: element(xml, "SignedService", /^b$/),
    signedVersion: element(xml, "SignedVersion", /^\d{4}-\d\d-\d\d$/),
    value: secret(element(xml, "Value", /^[A-Za-z0-9+/]{2,}={0,2}$/)),
  };
  // A key past the end that was asked for would outlive what Azure allows.
  if (!(key.expiresAt <= end && key.signedStart < key.expiresAt))
    throw unreadable("The delegation key's time");
  return key;
}

const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function element(xml: string, name: string, form: RegExp): string {
  const text = new RegExp(`<${name}>\\s*([^<]*?)\\s*</${name}>`).exec(xml)?.[1];
  if (text === undefined || !form.test(text)) throw unreadable(`The delegation key's ${name}`);
  return text;
}

/** UTC in whole seconds: a SAS repeats these times so, and the key's value depends on them. */
function stamp(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
