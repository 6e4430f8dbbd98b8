import { expect, test } from "vitest";
import type { AwsService } from "../../../lib/aws/aws-service.ts";
import { dynamoTeamReader } from "../../../lib/teams/dynamo-team-reader.ts";

const answering =
  (answer: string): AwsService =>
  async () =>
    answer;

test("a read is strongly consistent, of one item and with all of its attributes", async () => {
  const calls: unknown[] = [];
  const reader = dynamoTeamReader(async ({ headers, body }) => {
    calls.push([headers, JSON.parse(body)]);
    return "{}";
  }, "byob-table");
  expect(await reader.readSealedTeam("acme", "omega")).toBeUndefined();
  expect(calls).toEqual([
    [
      { "content-type": "application/x-amz-json-1.0", "x-amz-target": "DynamoDB_20120810.GetItem" },
      {
        TableName: "byob-table",
        Key: { pk: { S: "ORG#acme" }, sk: { S: "TEAM#omega" } },
        ConsistentRead: true,
      },
    ],
  ]);
});

test.each(["<html>sealed", "", "null", '"text"', '{"Item":'])(
  "an answer that is no item is no missing team, and is not quoted: %j",
  async (answer) => {
    const read = dynamoTeamReader(answering(answer), "byob-table").readSealedTeam("acme", "omega");
    await expect(read).rejects.toThrow(/^dynamodb answered no JSON object$/);
  },
);
