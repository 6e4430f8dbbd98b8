import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDynamoStore } from "../support/dynamo-store.ts";
import { AUDIENCE, createKey, ISSUER, startJwksServer } from "../support/jwks-server.ts";
import { startStsServer } from "../support/sts-server.ts";
import { alternate } from "./alternate.ts";
import { bundleEntry } from "./bundle-entry.ts";
import { atMost, type Figure, forInformation } from "./figure.ts";
import { freshProcess } from "./fresh-process.ts";
import { gatewayEvent, presignBody } from "./gateway-event.ts";
import { BUCKET } from "./presign-subject.ts";

const ROUNDS = 11;
const ROLE = "arn:aws:iam::123456789012:role/WandbIntegration";
const OWN = `export { handler } from "./functions/presign/index.ts";`;

/** What a function would import that does not wait for anybody to ask. */
const ALL_SDKS = `
import { S3Client, GetObjectCommand, HeadObjectCommand, PutObjectCommand, DeleteObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { Storage } from "@google-cloud/storage";
import { BlobServiceClient, generateBlobSASQueryParameters, StorageSharedKeyCredential } from "@azure/storage-blob";
import { KMSClient, EncryptCommand, DecryptCommand } from "@aws-sdk/client-kms";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { SecretsManagerClient, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
globalThis.imported = [
  S3Client, GetObjectCommand, HeadObjectCommand, PutObjectCommand, DeleteObjectCommand, getSignedUrl, Storage,
  BlobServiceClient, generateBlobSASQueryParameters, StorageSharedKeyCredential, KMSClient, EncryptCommand,
  DecryptCommand, DynamoDBClient, GetItemCommand, SecretsManagerClient, GetSecretValueCommand,
];
${OWN}`;

/**
 * From nothing to the first answer in a fresh process: the bundle that is deployed, against the same handler in a
 * bundle that imports every SDK at once. The first request fetches the issuer's keys, reads the team from DynamoDB
 * and, where the team has no keys of its own, assumes the integration role.
 */
export async function benchColdStart(): Promise<Figure[]> {
  const dir = await mkdtemp(join(tmpdir(), "byob-cold-"));
  const [cloud, ours, theirs] = await Promise.all([
    startCloud(),
    bundleEntry(OWN, join(dir, "ours")),
    bundleEntry(ALL_SDKS, join(dir, "all")),
  ]);
  const start = (file: string, team: string) => async () => {
    const { ms, status } = await firstAnswer(file, cloud.environment, team, cloud.token);
    const wanted = team === "nobody" ? 404 : 200;
    if (status !== wanted) throw new Error(`The first answer was ${status}.`);
    return ms;
  };
  try {
    const figures: Figure[] = [];
    for (const { team, name, wanted } of CASES) {
      await Promise.all([start(ours, team)(), start(theirs, team)()]);
      const turns = await alternate(ROUNDS, start(ours, team), start(theirs, team));
      const shares = turns.ratios.map((ratio) => 1 / ratio);
      const title = `cold start, ${name}`;
      figures.push(
        wanted === undefined
          ? forInformation(`${title}, against all SDKs static`, shares, "of it")
          : atMost(`${title}, against all SDKs static`, shares, "of it", wanted),
        forInformation(`  ${title}`, turns.ours, "ms"),
        forInformation(`  ${title}, all SDKs static`, turns.theirs, "ms"),
      );
    }
    return figures;
  } finally {
    await cloud.close();
    await rm(dir, { recursive: true });
  }
}

const CASES = [
  { team: "omega", name: "a URL under the integration role", wanted: 0.5 },
  { team: "nobody", name: "a team that is not there", wanted: undefined },
];

function firstAnswer(file: string, environment: Record<string, string>, team: string, token: string) {
  const event = gatewayEvent(presignBody(1, { team }), token);
  return freshProcess<{ ms: number; status: number }>(
    `const event = ${JSON.stringify(event)};
    const startedAt = performance.now();
    const { handler } = await import(${JSON.stringify(file)});
    const { statusCode } = await handler(event, {});
    report({ ms: performance.now() - startedAt, status: statusCode });
    process.exit(0);`,
    environment,
  );
}

/** What a start needs of AWS, and of the issuer. */
async function startCloud() {
  const key = await createKey("bench");
  const [dynamo, jwks, sts] = await Promise.all([
    startDynamoStore(),
    startJwksServer({ keys: [key.jwk] }),
    startStsServer(() => new Date()),
  ]);
  const team = {
    org: "acme",
    name: "omega",
    storageType: "External" as const,
    binding: { id: "binding-1", bucket: BUCKET, root: "wandb/", credentialsSource: "integration" as const },
    members: [],
    createdBy: "creator",
    createdAt: new Date(),
  };
  await dynamo.store.writeTeam("acme", "omega", { state: "active", team }, undefined);
  const exp = Math.floor(Date.now() / 1000) + 3600;
  return {
    token: await key.sign({ iss: ISSUER, aud: AUDIENCE, sub: "member1", org: "acme", teams: ["omega"], exp }),
    environment: {
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_ENDPOINT_URL_STS: sts.endpoint,
      BYOB_DYNAMODB_ENDPOINT: dynamo.endpoint,
      BYOB_TABLE: dynamo.tableName,
      BYOB_DEPLOYMENT: "multi-tenant",
      BYOB_ISSUER: ISSUER,
      BYOB_AUDIENCE: AUDIENCE,
      BYOB_JWKS_URL: jwks.url,
      BYOB_VAULT_KEY_ARN: "arn:aws:kms:us-east-1:123456789012:key/1",
      BYOB_UPLOAD_KEY_ARN: "arn:aws:secretsmanager:us-east-1:123456789012:secret:upload",
      BYOB_INTEGRATION_ROLE_ARN: ROLE,
    },
    close: async () => {
      await Promise.all([dynamo.close(), jwks.close(), sts.close()]);
    },
  };
}
