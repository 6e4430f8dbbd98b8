import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { readRegisteredStores } from "../../lib/buckets/registered-stores.ts";
import { createIntegrationIdentity } from "../../lib/credentials/integration-identity.ts";
import { localVault } from "../../lib/credentials/local-vault.ts";
import type { Vault } from "../../lib/credentials/vault.ts";
import { vaultKeyFrom } from "../../lib/credentials/vault-key-file.ts";
import type { Deployment } from "../../lib/deployment.ts";
import type { Logger } from "../../lib/observability/logger.ts";
import type { Metrics } from "../../lib/observability/metrics.ts";
import { dynamoTeamStore } from "../../lib/teams/dynamo-team-store.ts";
import type { Parts } from "../wiring/parts.ts";
import { localKeys, localStoreAddresses } from "./demo-stores.ts";
import { ensureTable, startDynamo } from "./dynamo.ts";
import { startStores } from "./stores.ts";

const LOCAL_TABLE = "byob";
export const LOCAL_REGION = "us-east-1";

export interface CloudOptions {
  deployment: Deployment;
  /** Where the database, the objects and the vault's key are kept. */
  stateDir: string;
  /** The port of the service; the stores and the database take the next four. */
  port: number;
  /** More registered stores, as the operator writes them. */
  registered: string;
  /** Another secret than the demo bucket really has, to see a start fail. */
  demoSecret?: string;
  logger: Logger;
  metrics: Metrics;
}

export interface LocalCloud {
  parts: Parts;
  vault: Vault;
  uploadKey: Uint8Array;
  close(): Promise<void>;
}

/** DynamoDB, three object stores and a vault on this machine, and the service's parts on top of them. */
export async function startCloud(options: CloudOptions): Promise<LocalCloud> {
  const started: (() => Promise<void>)[] = [];
  const close = async () => {
    await Promise.all(started.map((end) => end()));
  };
  try {
    return { ...(await startParts(options, started)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startParts(
  options: CloudOptions,
  started: (() => Promise<void>)[],
): Promise<Omit<LocalCloud, "close">> {
  const { stateDir, port, logger, metrics, demoSecret, registered } = options;
  const state = join(stateDir, String(port));
  const keys = localKeys();
  const dynamo = await startDynamo({ port: port + 2, dir: join(state, "dynamo") });
  started.push(dynamo.close);
  const { frontendOrigins: origins } = options.deployment;
  const ports = { s3: port + 1, gcs: port + 3, azure: port + 4 };
  const stores = await startStores({ dir: state, ports, keys, origins, started });
  const client = new DynamoDBClient({
    region: LOCAL_REGION,
    endpoint: dynamo.endpoint,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  started.push(async () => client.destroy());
  await ensureTable(client, LOCAL_TABLE);

  const shownKeys = demoSecret
    ? { ...keys, demo: { accessKeyId: "demo-key", secretAccessKey: demoSecret } }
    : keys;
  const own = localStoreAddresses(stores.s3, shownKeys);
  return {
    vault: localVault(vaultKeyFrom(join(stateDir, "vault.key"))),
    uploadKey: vaultKeyFrom(join(stateDir, "uploads.key")),
    parts: {
      deployment: { ...options.deployment, endpoints: { GCP: stores.gcs, AZURE: stores.azure } },
      logger,
      metrics,
      now: () => new Date(),
      identity: createIntegrationIdentity({}),
      principals: {},
      attribution: true,
      store: dynamoTeamStore({ client, tableName: LOCAL_TABLE }),
      registered: readRegisteredStores([...own, registered].join(","), LOCAL_REGION),
    },
  };
}
