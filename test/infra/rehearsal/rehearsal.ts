import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JWTPayload } from "jose";
import { bundleFunctions } from "../../../infra/bundle-functions.ts";
import { EXAMPLE_CONTEXTS } from "../../../infra/example-contexts.ts";
import { FUNCTION_NAMES, type FunctionName } from "../../../infra/function-names.ts";
import { dynamoTeamStore } from "../../../lib/teams/dynamo-team-store.ts";
import type { TeamStore } from "../../../lib/teams/team-store.ts";
import { authority } from "../../support/certificates.ts";
import { ORIGIN } from "../../support/three-stores.ts";
import { functionOf } from "../read-template.ts";
import { OURS, resolved } from "../resolve-template.ts";
import { synthesize, type Templates } from "../synthesize.ts";
import { type ApiGateway, startApiGateway } from "./api-gateway.ts";
import { type AwsFront, startAwsFront } from "./aws-front.ts";
import { startAwsServices } from "./aws-services.ts";
import { gatewayCors } from "./gateway-cors.ts";
import { type LambdaFunction, startFunction } from "./lambda-function.ts";
import type { LambdaVariables } from "./lambda-variables.ts";
import { type LocalStores, startLocalStores } from "./local-stores.ts";
import { type TemplateRoute, templateRoutes } from "./template-routes.ts";
import { startTokenIssuer } from "./token-issuer.ts";

/** The self-managed example, deployed on this machine. */
export interface Rehearsal {
  templates: Templates;
  routes: TemplateRoute[];
  gateway: ApiGateway;
  functions: Record<FunctionName, LambdaFunction>;
  /** What each function was started with. */
  environments: Record<FunctionName, Record<string, string>>;
  /** What the functions called of AWS. */
  aws: AwsFront;
  stores: LocalStores;
  /** The team store, for what no request can make here. */
  table: TeamStore;
  hidden: string[];
  token(claims?: JWTPayload): Promise<string>;
  close(): Promise<void>;
}

const secretArn = (name: string) => `arn:aws:secretsmanager:us-east-1:${OURS}:secret:byob/${name}-AbC123`;

export async function startRehearsal(): Promise<Rehearsal> {
  const dir = mkdtempSync(join(tmpdir(), "byob-rehearsal-"));
  const [stores, issuer] = await Promise.all([
    startLocalStores(),
    startTokenIssuer(),
    bundleFunctions(join(dir, "bundles")),
  ]);
  const certificates = join(dir, "authority.pem");
  writeFileSync(certificates, authority);

  const templates = synthesize({
    ...EXAMPLE_CONTEXTS["self-managed"],
    ...stores.context,
    frontendOrigins: ORIGIN,
    jwksUrl: issuer.jwksUrl,
    registeredStoresArn: secretArn("stores"),
    gcpKeyArn: secretArn("gcp"),
    coreweaveKeyArn: secretArn("coreweave"),
  });
  const given = ofEach((name) => {
    const { Variables } = functionOf(templates.service, name).properties.Environment;
    return resolved<Record<string, string>>(Variables, templates.service, templates);
  });
  const variables = given.presign;
  const coreweaveKey = { accessKeyId: "CWREHEARSAL", secretAccessKey: randomBytes(20).toString("hex") };
  const uploadKey = randomBytes(32).toString("hex");
  const services = await startAwsServices(variables.BYOB_TABLE ?? "", variables.BYOB_VAULT_KEY_ARN ?? "", {
    [variables.BYOB_REGISTERED_STORES_ARN ?? ""]: [
      "s3://acme-own?region=us-east-1",
      stores.addresses.instance,
      "gs://acme-bucket",
      "az://acmestore/runs",
    ].join(),
    [variables.BYOB_UPLOAD_KEY_ARN ?? ""]: uploadKey,
    [variables.BYOB_GCP_KEY_ARN ?? ""]: stores.gcpKey,
    [variables.BYOB_COREWEAVE_KEY_ARN ?? ""]: JSON.stringify(coreweaveKey),
  });
  const roles = ofEach((name) => ({
    accessKeyId: `ASIA${name.toUpperCase()}`,
    secretAccessKey: randomBytes(20).toString("hex"),
    sessionToken: randomBytes(20).toString("hex"),
  }));
  const aws = await startAwsFront(roles, services.endpoints);
  const environments = ofEach((name) => ({
    ...given[name],
    ...({
      AWS_REGION: "us-east-1",
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_ACCESS_KEY_ID: roles[name].accessKeyId,
      AWS_SECRET_ACCESS_KEY: roles[name].secretAccessKey,
      AWS_SESSION_TOKEN: roles[name].sessionToken,
      AWS_ENDPOINT_URL: aws.endpoint,
      NODE_EXTRA_CA_CERTS: certificates,
    } satisfies LambdaVariables),
  }));
  const functions = ofEach((name) =>
    startFunction(name, join(dir, "bundles", name, "index.mjs"), environments[name]),
  );
  const routes = templateRoutes(templates);
  const gateway = await startApiGateway({
    routes,
    functions,
    cors: gatewayCors(templates),
    keys: issuer.keys,
  });

  return {
    templates,
    routes,
    gateway,
    functions,
    environments,
    aws,
    stores,
    table: dynamoTeamStore({ client: services.table, tableName: variables.BYOB_TABLE ?? "" }),
    hidden: [
      ...stores.hidden,
      ...[uploadKey, coreweaveKey.secretAccessKey],
      ...FUNCTION_NAMES.map((name) => roles[name].secretAccessKey),
    ],
    token(claims = {}) {
      const exp = Math.floor(Date.now() / 1_000) + 600;
      const { BYOB_ISSUER: iss = "", BYOB_AUDIENCE: aud = "", BYOB_ORG: org = "" } = variables;
      return issuer.sign({ iss, aud, sub: "member1", org, exp, ...claims });
    },
    async close() {
      const parts = [gateway, ...Object.values(functions), aws, services, stores, issuer];
      for (const part of parts) await part.close();
      rmSync(dir, { recursive: true });
    },
  };
}

function ofEach<T>(of: (name: FunctionName) => T): Record<FunctionName, T> {
  return Object.fromEntries(FUNCTION_NAMES.map((name) => [name, of(name)])) as Record<FunctionName, T>;
}
