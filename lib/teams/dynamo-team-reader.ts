import type { AwsService } from "../aws/aws-service.ts";
import { type Item, sealedTeam, teamItemKey } from "./dynamo-items.ts";
import type { SealedTeams } from "./team-store.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html */
const GET_ITEM = {
  "content-type": "application/x-amz-json-1.0",
  "x-amz-target": "DynamoDB_20120810.GetItem",
};

/** The one read that presign needs of the table that `dynamoTeamStore` writes. */
export function dynamoTeamReader(dynamodb: AwsService, tableName: string): SealedTeams {
  return {
    async readSealedTeam(org, key) {
      const request = { TableName: tableName, Key: teamItemKey(org, key), ConsistentRead: true };
      const answer = await dynamodb({ headers: GET_ITEM, body: JSON.stringify(request) });
      const item = itemIn(answer);
      return item && sealedTeam(org, item);
    },
  };
}

/** What a parser says of a text quotes it, and an item may hold sealed credentials. */
function itemIn(answer: string): Item | undefined {
  let read: unknown;
  try {
    read = JSON.parse(answer);
  } catch {
    read = undefined;
  }
  if (typeof read !== "object" || read === null) throw new Error("dynamodb answered no JSON object");
  return (read as { Item?: Item }).Item;
}
