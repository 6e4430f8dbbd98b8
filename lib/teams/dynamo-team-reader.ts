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
      const { Item: item } = JSON.parse(answer) as { Item?: Item };
      return item && sealedTeam(org, item);
    },
  };
}
