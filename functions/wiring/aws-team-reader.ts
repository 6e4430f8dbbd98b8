import { dynamoTeamReader } from "../../lib/teams/dynamo-team-reader.ts";
import type { SealedTeams } from "../../lib/teams/team-store.ts";
import { type AwsAccess, serviceOf } from "./aws-calls.ts";

/** What signing reads of the table, without the SDK that takes longest to load of a cold start. */
export function awsTeamReader(access: AwsAccess, tableName: string): SealedTeams {
  return dynamoTeamReader(serviceOf(access, "dynamodb"), tableName);
}
