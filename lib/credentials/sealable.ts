import { AppError } from "../errors.ts";
import { type Secret, secret } from "../secret.ts";
import type { OwnCredentials } from "../storage/credentials.ts";

const PEM_MARKS = /-----(?:BEGIN|END) PRIVATE KEY-----|\s/g;

/**
 * What is sealed: the kind of the credentials and their fields as JSON, at most 4,096 bytes, the most that KMS
 * encrypts. A private key goes without the marks and line breaks of PEM.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html
 */
export function sealable(credentials: OwnCredentials): Secret {
  return secret(JSON.stringify(fieldsOf(credentials)));
}

/** Reads back what `sealable` wrote. Throws `credentials.unavailable` for anything else, without quoting it. */
export function unsealed(opened: Secret): OwnCredentials {
  const fields = parse(opened);
  const { accessKeyId, secretAccessKey, clientEmail, privateKey, accountKey } = fields;
  const kind = fields.kind ?? "access-key"; // the first version knew no other
  if (kind === "access-key" && isText(accessKeyId) && isText(secretAccessKey))
    return { accessKeyId, secretAccessKey: secret(secretAccessKey) };
  if (kind === "service-account-key" && isText(clientEmail) && isText(privateKey))
    return { clientEmail, privateKey: secret(pemOf(privateKey)) };
  if (kind === "account-key" && isText(accountKey)) return { accountKey: secret(accountKey) };
  throw new AppError("credentials.unavailable", "The team's credentials cannot be read.");
}

function fieldsOf(credentials: OwnCredentials): Record<string, string> {
  if ("secretAccessKey" in credentials) {
    const { accessKeyId, secretAccessKey } = credentials;
    return { kind: "access-key", accessKeyId, secretAccessKey: secretAccessKey.reveal() };
  }
  if ("privateKey" in credentials) {
    const { clientEmail, privateKey } = credentials;
    return {
      kind: "service-account-key",
      clientEmail,
      privateKey: privateKey.reveal().replace(PEM_MARKS, ""),
    };
  }
  return { kind: "account-key", accountKey: credentials.accountKey.reveal() };
}

function pemOf(base64: string): string {
  const lines = base64.replace(/.{64}(?=.)/g, "$&\n");
  return `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`;
}

/** Without the parser's own error, which quotes what it could not read. */
function parse(opened: Secret): Record<string, unknown> {
  try {
    return Object(JSON.parse(opened.reveal()));
  } catch {
    return {};
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
