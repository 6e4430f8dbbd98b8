import { BatchWriteItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ensureTable, startDynamo } from "../../functions/local/dynamo.ts";
import { teamItem } from "../../lib/teams/dynamo-items.ts";
import { dynamoTeamStore } from "../../lib/teams/dynamo-team-store.ts";
import { dynamoClient } from "../support/dynamo-store.ts";
import { alternate, collectGarbage } from "./alternate.ts";
import { atMost, type Figure, forInformation } from "./figure.ts";
import { presignBody } from "./gateway-event.ts";
import { benchTeam, type PresignSubject, startSubject } from "./presign-subject.ts";

const FEW = 10;
const MANY = 100_000;
/** Teams of the organisation that asks; the others are spread over organisations as large. */
const OF_OURS = 1_000;

const ROUNDS = 15;
const READS = 7;
/** Longer than bindings are kept. */
const STEP_MS = 31_000;

/** What DynamoDB takes at once. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const BATCH = 25;
const WRITERS = 8;

/** A request that reads its team from a table of ten teams, and from one of a hundred thousand (dynalite, in memory). */
export async function benchGrowth(): Promise<Figure[]> {
  const dynamo = await startDynamo({ port: 0 });
  const client = dynamoClient(dynamo.endpoint);
  try {
    const few = await subjectOn(client, "few", FEW);
    const many = await subjectOn(client, "many", MANY);
    const warm = [readsOf(few, FEW), readsOf(many, OF_OURS)] as const;
    for (const reads of warm) await reads();
    const turns = await alternate(ROUNDS, ...warm);
    await Promise.all([few.close(), many.close()]);
    const name = "/presign that reads its team, of";
    return [
      atMost(`${name} ${MANY.toLocaleString("en")} against of ${FEW}`, turns.ratios, "times", 1.5),
      forInformation(`  ${name} ${FEW}`, turns.ours, "ms"),
      forInformation(`  ${name} ${MANY.toLocaleString("en")}`, turns.theirs, "ms"),
    ];
  } finally {
    client.destroy();
    await dynamo.close();
  }
}

async function subjectOn(client: DynamoDBClient, tableName: string, teams: number): Promise<PresignSubject> {
  await ensureTable(client, tableName);
  await fill(client, tableName, teams);
  return startSubject({ signedBy: "us", store: dynamoTeamStore({ client, tableName }) });
}

async function fill(client: DynamoDBClient, tableName: string, teams: number): Promise<void> {
  let next = 0;
  const write = async () => {
    while (next < teams) {
      const first = next;
      next += BATCH;
      const serials = Array.from({ length: Math.min(BATCH, teams - first) }, (_, index) => first + index);
      const RequestItems = {
        [tableName]: serials.map((serial) => ({ PutRequest: { Item: itemOf(serial) } })),
      };
      await client.send(new BatchWriteItemCommand({ RequestItems }));
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
}

function itemOf(serial: number) {
  const org = serial < OF_OURS ? "acme" : `org-${Math.floor(serial / OF_OURS)}`;
  const name = `team-${serial % OF_OURS}`;
  return teamItem(org, name, { state: "active", team: { ...benchTeam(name), org } }, "v1");
}

/** Milliseconds for one such request, over several, each for another team than the last and of a later time. */
function readsOf(subject: PresignSubject, teams: number): () => Promise<number> {
  let clockMs = Date.now();
  let serial = 0;
  return async () => {
    const bodies = Array.from({ length: READS }, () => {
      serial = (serial + 7) % teams;
      return presignBody(1, { team: `team-${serial}` });
    });
    collectGarbage();
    const startedAt = performance.now();
    for (const body of bodies) {
      clockMs += STEP_MS;
      subject.freeze(new Date(clockMs));
      const { statusCode, body: answer } = await subject.presign(body);
      if (statusCode !== 200) throw new Error(`/presign answered ${statusCode}: ${answer}`);
    }
    return (performance.now() - startedAt) / READS;
  };
}
