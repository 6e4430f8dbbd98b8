import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { dynamoTeamStore } from "../../lib/teams/dynamo-team-store.ts";
import type { TeamStore } from "../../lib/teams/team-store.ts";
import { type AwsAccess, clientSettings } from "./aws-calls.ts";

/** The team store on a table of DynamoDB. */
export function awsTeamStore(access: AwsAccess, tableName: string): TeamStore {
  return dynamoTeamStore({ client: new DynamoDBClient(clientSettings(access, "dynamodb")), tableName });
}
