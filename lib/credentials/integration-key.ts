import * as z from "zod/mini";
import { secret } from "../secret.ts";
import type { AccessKey, ServiceAccountKey } from "../storage/credentials.ts";

const AccessKeySecret = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });
const ServiceAccountSecret = z.object({ client_email: z.string(), private_key: z.string() });

/**
 * Reads an integration key as it stands in its secret: `{"accessKeyId", "secretAccessKey"}`, or the JSON of a Google
 * service account's key. Throws a plain Error that names the secret and nothing of what it holds.
 */
export function readIntegrationKey(text: string, name: string): AccessKey | ServiceAccountKey {
  const json = jsonOf(text);
  const access = AccessKeySecret.safeParse(json);
  if (access.success) {
    const { accessKeyId, secretAccessKey } = access.data;
    return { accessKeyId, secretAccessKey: secret(secretAccessKey) };
  }
  const account = ServiceAccountSecret.safeParse(json);
  if (account.success)
    return { clientEmail: account.data.client_email, privateKey: secret(account.data.private_key) };
  throw new Error(
    `${name} holds neither {"accessKeyId", "secretAccessKey"} nor the JSON of a service account's key.`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
