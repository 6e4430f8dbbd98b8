import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ensureTable, type LocalDynamo, startDynamo } from "../../../functions/local/dynamo.ts";
import { killHard, runNode } from "../../support/run-node.ts";

const modulePath = new URL("../../../functions/local/dynamo.ts", import.meta.url).href;
const item = { pk: { S: "org#acme" }, sk: { S: "team#omega" } };

let dir: string;
const opened: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "byob-dynamo-"));
});
afterEach(async () => {
  for (const part of opened.splice(0).reverse()) await part.close();
  await rm(dir, { recursive: true });
});

function clientOf(dynamo: LocalDynamo): DynamoDBClient {
  const client = new DynamoDBClient({
    endpoint: dynamo.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  opened.push({ close: async () => client.destroy() });
  return client;
}

async function open(options: { port: number; dir?: string }): Promise<DynamoDBClient> {
  const dynamo = await startDynamo(options);
  opened.push(dynamo);
  return clientOf(dynamo);
}

const read = (client: DynamoDBClient) =>
  client.send(new GetItemCommand({ TableName: "byob", Key: item, ConsistentRead: true }));

describe("ensureTable", () => {
  test("makes an active table with pk and sk, on demand", async () => {
    const client = await open({ port: 0 });
    await ensureTable(client, "byob");
    const { Table } = await client.send(new DescribeTableCommand({ TableName: "byob" }));
    expect(Table?.TableStatus).toBe("ACTIVE");
    expect(Table?.BillingModeSummary?.BillingMode).toBe("PAY_PER_REQUEST");
    expect(Table?.KeySchema).toEqual([
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ]);
  });

  test("keeps what is in a table that exists", async () => {
    const client = await open({ port: 0 });
    await ensureTable(client, "byob");
    await client.send(new PutItemCommand({ TableName: "byob", Item: item }));
    await ensureTable(client, "byob");
    expect((await read(client)).Item).toEqual(item);
  });

  test("can be called by several at once", async () => {
    const client = await open({ port: 0 });
    await Promise.all(Array.from({ length: 5 }, () => ensureTable(client, "byob")));
  });
});

describe("startDynamo", () => {
  test("keeps its data over a clean end", async () => {
    const first = await startDynamo({ port: 0, dir });
    const client = clientOf(first);
    await ensureTable(client, "byob");
    await client.send(new PutItemCommand({ TableName: "byob", Item: item }));
    await first.close();
    expect((await read(await open({ port: 0, dir }))).Item).toEqual(item);
  });

  test("keeps its data over kill -9, and starts again on the same folder", async () => {
    const { child, line } = await runNode(`
      import { startDynamo } from ${JSON.stringify(modulePath)};
      console.log((await startDynamo({ port: 0, dir: ${JSON.stringify(dir)} })).endpoint);
    `);
    const client = clientOf({ endpoint: line, close: async () => undefined });
    await ensureTable(client, "byob");
    await client.send(new PutItemCommand({ TableName: "byob", Item: item }));
    await killHard(child);
    expect((await read(await open({ port: 0, dir }))).Item).toEqual(item);
  });

  test("says in a sentence that another process has the folder", async () => {
    const { child } = await runNode(`
      import { startDynamo } from ${JSON.stringify(modulePath)};
      console.log((await startDynamo({ port: 0, dir: ${JSON.stringify(dir)} })).endpoint);
    `);
    opened.push({ close: () => killHard(child) });
    await expect(startDynamo({ port: 0, dir })).rejects.toThrow(
      /^Another process uses the database in .*BYOB_STATE_DIR\.$/,
    );
  });

  test("holds its folder from the moment it has started", async () => {
    opened.push(await startDynamo({ port: 0, dir }));
    await expect(startDynamo({ port: 0, dir })).rejects.toThrow("Another process uses the database");
  });

  test("rejects when the port is taken", async () => {
    const first = await startDynamo({ port: 0 });
    opened.push(first);
    await expect(startDynamo({ port: Number(new URL(first.endpoint).port) })).rejects.toThrow("EADDRINUSE");
  });
});
