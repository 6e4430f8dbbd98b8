import type { AttributeValue, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Claim } from "./claim.ts";
import { type Binding, INSTANCE_KEY, type Team } from "./team.ts";
import type { NewRecord, SealedTeam, TeamRecord } from "./team-store.ts";

export type Item = Record<string, AttributeValue>;

export interface DynamoTable {
  client: DynamoDBClient;
  tableName: string;
}

const TEAM_PREFIX = "TEAM#";
/** Outside the teams' prefix, so that listing teams passes it by. */
const INSTANCE_SORT_KEY = "INSTANCE";

/** The attributes that may be read without seeing sealed credentials; IAM pins the buckets function to this list. */
export const PUBLIC_ATTRIBUTES = [
  "pk",
  "sk",
  "state",
  "version",
  "name",
  "storageType",
  "binding",
  "members",
  "createdBy",
  "createdAt",
  "place",
  "root",
  "deletedAt",
] as const;

/** Names and placeholders of the public projection (`name` and `state` are reserved words of DynamoDB). */
export const PUBLIC_PROJECTION = {
  ProjectionExpression: PUBLIC_ATTRIBUTES.map((name) => `#${name}`).join(", "),
  ExpressionAttributeNames: Object.fromEntries(PUBLIC_ATTRIBUTES.map((name) => [`#${name}`, name])),
};

export function orgPartition(org: string): string {
  return `ORG#${org}`;
}

export function teamSortKey(key: string): string {
  return key === INSTANCE_KEY ? INSTANCE_SORT_KEY : `${TEAM_PREFIX}${key}`;
}

function teamKeyOf(sortKey: string): string {
  return sortKey === INSTANCE_SORT_KEY ? INSTANCE_KEY : sortKey.slice(TEAM_PREFIX.length);
}

export function teamItemKey(org: string, key: string): Item {
  return marshall({ pk: orgPartition(org), sk: teamSortKey(key) });
}

export function teamItem(org: string, key: string, record: NewRecord, version: string): Item {
  const base = { pk: orgPartition(org), sk: teamSortKey(key), state: record.state, version };
  if (record.state === "void") return marshall(base);
  if (record.state === "deleted") {
    const { name, place, root, deletedAt } = record;
    return marshall({ ...base, name, place, root, deletedAt: deletedAt.toISOString() });
  }
  const { name, storageType, binding, members, createdBy, createdAt } = record.team;
  const team = { name, storageType, binding, members, createdBy, createdAt: createdAt.toISOString() };
  return marshall({ ...base, ...team, sealed: record.sealedCredentials }, { removeUndefinedValues: true });
}

interface TeamFields {
  state: TeamRecord["state"];
  version: string;
  name: string;
  storageType: Team["storageType"];
  binding: Binding;
  members: string[];
  createdBy: string;
  createdAt: string;
  place: string;
  root: string;
  deletedAt: string;
}

export function teamRecord(org: string, item: Item): TeamRecord {
  const fields = unmarshall(item) as TeamFields;
  const { version } = fields;
  if (fields.state === "void") return { state: "void", version };
  if (fields.state === "deleted") {
    const { name, place, root } = fields;
    return { state: "deleted", version, name, place, root, deletedAt: new Date(fields.deletedAt) };
  }
  const { name, storageType, binding, members, createdBy } = fields;
  const team = { org, name, storageType, binding, members, createdBy, createdAt: new Date(fields.createdAt) };
  return { state: "active", version, team };
}

export function sealedTeam(org: string, item: Item): SealedTeam {
  const record = teamRecord(org, item);
  return item.sealed?.S === undefined ? { record } : { record, sealedCredentials: item.sealed.S };
}

export function claimKey(place: string): Item {
  return marshall({ pk: `CLAIM#${place}`, sk: "CLAIM" });
}

export function claimItem(claim: Omit<Claim, "version">, version: string): Item {
  const roots = Object.fromEntries([...claim.roots].map(([key, root]) => [teamSortKey(key), root]));
  return { ...claimKey(claim.place), ...marshall({ place: claim.place, org: claim.org, roots, version }) };
}

export function claimOf(item: Item): Claim {
  const { place, org, roots, version } = unmarshall(item) as {
    place: string;
    org: string;
    roots: Record<string, string>;
    version: string;
  };
  const entries = Object.entries(roots).map(([key, root]) => [teamKeyOf(key), root] as const);
  return { place, org, roots: new Map(entries), version };
}
