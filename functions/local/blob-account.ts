import { BlobServiceClient, StorageSharedKeyCredential } from "@azure/storage-blob";

interface AccountSetup {
  endpoint: string;
  name: string;
  /** Base64. */
  accountKey: string;
  containers: readonly string[];
  corsOrigins: readonly string[];
  /** PEM of the certificate that the store shows. */
  ca?: string | undefined;
}

/** Creates an account's missing containers; one that pages may use gets a CORS rule and soft delete, as W&B asks for them. */
export async function prepareAccount(setup: AccountSetup): Promise<void> {
  const { endpoint, name, accountKey, containers, corsOrigins, ca } = setup;
  // The SDK passes on TLS options that its types do not name.
  const pipeline = { retryOptions: { maxTries: 1 }, ...(ca && { tlsOptions: { ca } }) };
  const account = new BlobServiceClient(
    `${endpoint}/${name}`,
    new StorageSharedKeyCredential(name, accountKey),
    pipeline,
  );
  for (const container of containers) await account.getContainerClient(container).createIfNotExists();
  if (corsOrigins.length === 0) return;
  const deleteRetentionPolicy = { enabled: true, days: 7 };
  await account.setProperties({ cors: [corsRule(corsOrigins)], deleteRetentionPolicy });
}

/** W&B's document asks for this rule; an account has one list of rules for all its containers. */
function corsRule(origins: readonly string[]) {
  return {
    allowedOrigins: origins.join(","),
    allowedMethods: "GET,HEAD,PUT",
    allowedHeaders: "*",
    exposedHeaders: "*",
    maxAgeInSeconds: 3_000,
  };
}
