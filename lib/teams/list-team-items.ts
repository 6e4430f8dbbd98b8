import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { AppError } from "../errors.ts";
import {
  type DynamoTable,
  type Item,
  orgPartition,
  PUBLIC_PROJECTION,
  teamRecord,
  teamSortKey,
} from "./dynamo-items.ts";
import type { Team } from "./team.ts";
import type { TeamPage } from "./team-store.ts";

/**
 * A page is full at so many bytes as well: a team may have a thousand invitations, and what Lambda answers in one piece
 * is 6 MB, in which each quote counts twice. A team is at most one item of DynamoDB's, 400 KB.
 */
const PAGE_BYTES = 3 * 1024 * 1024;

/**
 * One page of an organisation's active teams. Tombstones are passed over, so it reads on until the page is full and
 * one more team is seen: a cursor always leads to another team.
 */
export async function listTeamItems(
  { client, tableName }: DynamoTable,
  org: string,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<TeamPage> {
  const teams: Team[] = [];
  let bytes = 0;
  let start: Item | undefined = cursor === undefined ? undefined : startAfter(org, cursor);
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: tableName,
        ConsistentRead: true,
        KeyConditionExpression: "#pk = :pk AND begins_with(#sk, :teams)",
        ...PUBLIC_PROJECTION,
        ExpressionAttributeValues: marshall({ ":pk": orgPartition(org), ":teams": teamSortKey("") }),
        Limit: limit + 1,
        ExclusiveStartKey: start,
      }),
    );
    for (const item of page.Items ?? []) {
      const record = teamRecord(org, item);
      if (record.state !== "active") continue;
      const last = teams.at(-1);
      if (last !== undefined && (teams.length === limit || bytes > PAGE_BYTES))
        return { teams, nextCursor: cursorOf(last.name) };
      teams.push(record.team);
      bytes += Buffer.byteLength(JSON.stringify(record.team));
    }
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return { teams };
}

function cursorOf(teamName: string): string {
  return Buffer.from(teamName.toLowerCase()).toString("base64url");
}

function startAfter(org: string, cursor: string): Item {
  const key = Buffer.from(cursor, "base64url").toString();
  if (!/^[a-z0-9_-]{1,48}$/.test(key) || cursorOf(key) !== cursor)
    throw new AppError("request.invalid", "cursor is not one that this list answered.");
  return marshall({ pk: orgPartition(org), sk: teamSortKey(key) });
}
