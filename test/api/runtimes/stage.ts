import { randomBytes } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { JWTPayload } from "jose";
import { ensureTable, startDynamo } from "../../../functions/local/dynamo.ts";
import { createKey, startJwksServer } from "../../support/jwks-server.ts";
import { type KmsServer, startKmsServer } from "../../support/kms-server.ts";
import { type StsServer, startStsServer } from "../../support/sts-server.ts";
import { ORIGIN, startThreeStores } from "../../support/three-stores.ts";
import { templateEnvironment } from "./environment.ts";
import { type SecretsServer, startSecretsServer } from "./secrets-server.ts";

const AWS_KEY = { AWS_ACCESS_KEY_ID: "AKIAFUNCTIONSOWNKEY", AWS_SECRET_ACCESS_KEY: "functions/own+secret" };

/** What the presign function finds in AWS and around it, on this machine. */
export interface Stage {
  /** What the template gives the function, with AWS's services at their stand-ins. */
  environment: Record<string, string>;
  /** An address of each team's bucket, with keys; undefined for keys that are registered. */
  addresses: Record<string, string | undefined>;
  kms: KmsServer;
  secrets: SecretsServer;
  sts: StsServer;
  jwks: Awaited<ReturnType<typeof startJwksServer>>;
  /** What must never be seen outside. */
  hidden: string[];
  token(claims?: JWTPayload, by?: { expired?: true; stranger?: true }): Promise<string>;
  close(): Promise<void>;
}

export async function startStage(): Promise<Stage> {
  const [{ buckets, accountKey, gcs, azure, objects }, dynamo] = await Promise.all([
    startThreeStores(["minio-bucket", "listed-bucket", "aws-bucket"]),
    startDynamo({ port: 0 }),
  ]);

  const given = templateEnvironment({
    frontendOrigins: ORIGIN,
    endpointAws: objects.endpoint,
    endpointGcp: gcs.server.endpoint,
    endpointAzure: azure.endpoint,
  });
  const table = new DynamoDBClient({ region: "us-east-1", endpoint: dynamo.endpoint, credentials: LOCAL });
  await ensureTable(table, given.BYOB_TABLE ?? "");

  const { host, pathname } = new URL(objects.endpoint);
  const s3 = (name: keyof typeof buckets, at: string) => {
    const { accessKeyId, secretAccessKey } = buckets[name];
    return `s3://${accessKeyId}:${encodeURIComponent(secretAccessKey)}@${at}/${name}?region=us-east-1`;
  };
  const own = (name: keyof typeof buckets) => `${s3(name, host)}&basePath=${pathname}`;
  const { hmacKey, serviceAccountKey } = gcs;
  const encode = ({ reveal }: { reveal(): string }) => encodeURIComponent(reveal());

  const uploadKey = randomBytes(32).toString("hex");
  const stores = [
    own("minio-bucket").replace(/\/\/.*@/, "//"),
    own("listed-bucket"),
    "s3://aws-bucket?region=us-east-1",
    "gs://acme-bucket",
    "az://acmestore/runs",
  ].join();
  const secrets = await startSecretsServer({
    [given.BYOB_UPLOAD_KEY_ARN ?? ""]: uploadKey,
    [given.BYOB_REGISTERED_STORES_ARN ?? ""]: stores,
  });
  const kms = await startKmsServer(given.BYOB_VAULT_KEY_ARN ?? "");
  const sts = await startStsServer(() => new Date());
  const [issuerKey, strangersKey] = await Promise.all([createKey("one"), createKey("one")]);
  const jwks = await startJwksServer({ keys: [issuerKey.jwk] });

  return {
    kms,
    secrets,
    sts,
    jwks,
    environment: {
      ...given,
      ...AWS_KEY,
      AWS_REGION: "us-east-1",
      BYOB_JWKS_URL: jwks.url,
      BYOB_DYNAMODB_ENDPOINT: dynamo.endpoint,
      AWS_ENDPOINT_URL_STS: sts.endpoint,
      AWS_ENDPOINT_URL_KMS: kms.endpoint,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint,
    },
    addresses: {
      minio: own("minio-bucket"),
      listed: undefined,
      aws: s3("aws-bucket", "s3.us-east-1.amazonaws.com"),
      "gcs-hmac": `gs://${hmacKey.accessKeyId}:${encode(hmacKey.secretAccessKey)}@acme-bucket/hmac`,
      "gcs-rsa": `gs://${serviceAccountKey.clientEmail}:${encode(serviceAccountKey.privateKey)}@acme-bucket/rsa`,
      azure: `az://:${encodeURIComponent(accountKey)}@acmestore/runs`,
    },
    hidden: [
      ...Object.values(buckets).map(({ secretAccessKey }) => secretAccessKey),
      ...[accountKey, uploadKey, AWS_KEY.AWS_SECRET_ACCESS_KEY, hmacKey.secretAccessKey.reveal()],
    ],
    token(claims = {}, { expired, stranger } = {}) {
      const exp = Math.floor(Date.now() / 1_000) + (expired ? -600 : 600);
      const { BYOB_ISSUER: iss = "", BYOB_AUDIENCE: aud = "" } = given;
      const all = { iss, aud, sub: "member1", org: "acme", exp, ...claims };
      return (stranger ? strangersKey : issuerKey).sign(all);
    },
    async close() {
      table.destroy();
      const ends = [gcs, azure, objects, dynamo, secrets, kms, sts, jwks].map((part) => part.close());
      await Promise.all(ends);
    },
  };
}

const LOCAL = { accessKeyId: "local", secretAccessKey: "local" };
