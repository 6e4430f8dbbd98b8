import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { orgPartition, PUBLIC_ATTRIBUTES } from "../lib/teams/dynamo-items.ts";
import type { Kept } from "./data-stack.ts";
import type { FunctionName } from "./function-names.ts";
import type { Settings } from "./settings.ts";

const TEAMS = orgPartition("*");
const CLAIMS = "CLAIM#*";

/** `ForAllValues` holds for a key that is absent, so its presence is asked for too. */
function inPartitions(pattern: string) {
  return {
    "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [pattern] },
    Null: { "dynamodb:LeadingKeys": "false" },
  };
}

/** Only seals of one organisation and one team, with nothing else in their context. */
const SEAL_CONTEXT = {
  "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["wandb:OrgID", "wandb:Team"] },
  Null: { "kms:EncryptionContext:wandb:OrgID": "false", "kms:EncryptionContext:wandb:Team": "false" },
};

/**
 * What each function may do, beside writing its own log and assuming the integration role.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export function functionPermissions(
  { registeredStoresArn, defaultStoreArn, gcpKeyArn, coreweaveKeyArn }: Settings,
  { table, sealingKey, uploadKey }: Kept,
): Record<FunctionName, PolicyStatement[]> {
  const onTable = (sid: string, actions: string[], conditions: Record<string, unknown> = {}) =>
    new PolicyStatement({ sid, actions, resources: [table.tableArn], conditions });
  const onSeals = (sid: string, actions: string[]) =>
    new PolicyStatement({ sid, actions, resources: [sealingKey.keyArn], conditions: SEAL_CONTEXT });
  const readSecret = (sid: string, arn: string) =>
    new PolicyStatement({ sid, actions: ["secretsmanager:GetSecretValue"], resources: [arn] });
  // All three sign for buckets: presign for users, the other two to prove that a bucket is usable.
  const signingKeys = () =>
    Object.entries({
      ReadRegisteredStores: registeredStoresArn,
      ReadDefaultStore: defaultStoreArn,
      ReadGcpKey: gcpKeyArn,
      ReadCoreweaveKey: coreweaveKeyArn,
    }).flatMap(([sid, arn]) => (arn === undefined ? [] : [readSecret(sid, arn)]));

  // A read without a projection names no attributes, which `ForAllValues` would let through: hence Select.
  const { Null, ...teamItems } = inPartitions(TEAMS);
  const publicHalf = {
    ...teamItems,
    "ForAllValues:StringEquals": { "dynamodb:Attributes": [...PUBLIC_ATTRIBUTES] },
    StringEquals: { "dynamodb:Select": "SPECIFIC_ATTRIBUTES" },
    Null: { ...Null, "dynamodb:Attributes": "false" },
  };

  return {
    teams: [
      // No DeleteItem: a deleted team leaves its tombstone.
      onTable("ReadAndWrite", [
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:UpdateItem",
      ]),
      onSeals("SealAndOpen", ["kms:Decrypt", "kms:Encrypt"]),
      ...signingKeys(),
    ],
    buckets: [
      onTable("ReadClaims", ["dynamodb:GetItem"], inPartitions(CLAIMS)),
      onTable("ReadPublicHalf", ["dynamodb:GetItem", "dynamodb:Query"], publicHalf),
      ...signingKeys(),
    ],
    presign: [
      onTable("ReadBindings", ["dynamodb:GetItem"], inPartitions(TEAMS)),
      onSeals("Open", ["kms:Decrypt"]),
      readSecret("ReadUploadKey", uploadKey.secretArn),
      ...signingKeys(),
    ],
  };
}
