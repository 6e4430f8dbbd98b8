import { randomUUID } from "node:crypto";
import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import {
  claimItem,
  claimKey,
  claimOf,
  type DynamoTable,
  type Item,
  PUBLIC_PROJECTION,
  sealedTeam,
  teamItem,
  teamItemKey,
  teamRecord,
} from "./dynamo-items.ts";
import { listTeamItems } from "./list-team-items.ts";
import type { TeamStore } from "./team-store.ts";

/** The team store on one DynamoDB table with string keys `pk` and `sk`. */
export function dynamoTeamStore({ client, tableName }: DynamoTable): TeamStore {
  const TableName = tableName;

  const get = async (Key: Item, projection: object = {}) =>
    (await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true, ...projection }))).Item;

  /**
   * True when the conditional write took effect, false when another writer was first. The SDK sends a write again
   * when its answer got lost on the way; the second one then finds the version that the first one wrote.
   */
  const tookEffect = async (write: Promise<unknown>, key: Item, version: string): Promise<boolean> => {
    try {
      await write;
      return true;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return (await get(key, PUBLIC_PROJECTION))?.version?.S === version;
    }
  };

  const put = (key: Item, item: Item, version: string, seenVersion: string | undefined) => {
    const write = new PutItemCommand({ TableName, Item: item, ...versionIs(seenVersion) });
    return tookEffect(client.send(write), key, version);
  };

  return {
    async readTeam(org, key) {
      const item = await get(teamItemKey(org, key), PUBLIC_PROJECTION);
      return item && teamRecord(org, item);
    },

    async readSealedTeam(org, key) {
      const item = await get(teamItemKey(org, key));
      return item && sealedTeam(org, item);
    },

    listTeams: (org, options) => listTeamItems({ client, tableName }, org, options),

    async writeTeam(org, key, record, seenVersion) {
      const version = randomUUID();
      const item = teamItem(org, key, record, version);
      return (await put(teamItemKey(org, key), item, version, seenVersion)) ? version : undefined;
    },

    async writeMembers(org, key, members, seenVersion) {
      const version = randomUUID();
      const write = new UpdateItemCommand({
        TableName,
        Key: teamItemKey(org, key),
        UpdateExpression: "SET members = :members, version = :next",
        ConditionExpression: "version = :seen",
        ExpressionAttributeValues: marshall({ ":members": members, ":next": version, ":seen": seenVersion }),
      });
      return tookEffect(client.send(write), teamItemKey(org, key), version);
    },

    async readClaim(place) {
      const item = await get(claimKey(place));
      return item && claimOf(item);
    },

    writeClaim(claim, seenVersion) {
      const version = randomUUID();
      return put(claimKey(claim.place), claimItem(claim, version), version, seenVersion);
    },
  };
}

function versionIs(seenVersion: string | undefined) {
  if (seenVersion === undefined) return { ConditionExpression: "attribute_not_exists(pk)" };
  return {
    ConditionExpression: "version = :seen",
    ExpressionAttributeValues: marshall({ ":seen": seenVersion }),
  };
}
