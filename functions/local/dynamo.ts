import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  ResourceInUseException,
  ResourceNotFoundException,
} from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { assertUnlocked } from "./assert-unlocked.ts";

export interface LocalDynamo {
  /** `http://127.0.0.1:<port>`; any region and any credentials will do. */
  endpoint: string;
  close(): Promise<void>;
}

/**
 * DynamoDB by dynalite: in memory, or on disk under `dir`. `port` 0 takes any free port.
 * Rejects when the port is taken, or when another process has `dir` open.
 */
export async function startDynamo(options: { port: number; dir?: string }): Promise<LocalDynamo> {
  if (options.dir !== undefined) await assertUnlocked(options.dir);
  const server = dynalite({
    createTableMs: 0,
    ...(options.dir === undefined ? {} : { path: options.dir }),
  });
  server.listen(options.port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : options.port;
  const endpoint = `http://127.0.0.1:${port}`;
  const close = async () => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  await untilOpen(endpoint);
  return { endpoint, close };
}

/** Dynalite listens before its database is open, and so before it holds the lock that keeps a second process out. */
async function untilOpen(endpoint: string): Promise<void> {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBClient({ endpoint, region: "us-east-1", credentials });
  await client.send(new ListTablesCommand({}));
  client.destroy();
}

const ATTEMPTS = 100;
const PAUSE_MS = 20;

/** Creates the table of this service when it is missing (`pk`, `sk`; on demand), and waits until it can be used. */
export async function ensureTable(client: DynamoDBClient, tableName: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const status = await tableStatus(client, tableName);
    if (status === "ACTIVE") return;
    if (status === undefined) await createTable(client, tableName);
    await sleep(PAUSE_MS);
  }
  throw new Error(`The table ${tableName} does not become active; if it is a local one, delete its folder.`);
}

async function tableStatus(client: DynamoDBClient, tableName: string): Promise<string | undefined> {
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    return Table?.TableStatus;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function createTable(client: DynamoDBClient, tableName: string): Promise<void> {
  const keys = [
    { name: "pk", type: "HASH" },
    { name: "sk", type: "RANGE" },
  ] as const;
  try {
    await client.send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: keys.map(({ name }) => ({ AttributeName: name, AttributeType: "S" })),
        KeySchema: keys.map(({ name, type }) => ({ AttributeName: name, KeyType: type })),
      }),
    );
  } catch (error) {
    // Another process was faster; what it creates is the same.
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}
