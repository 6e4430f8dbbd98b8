import { readFile } from "node:fs/promises";
import type { BucketsConfig } from "../../lib/config.ts";
import type { ApiDeps } from "../../lib/http/api.ts";
import { callByNode } from "../../lib/outbound/call-by-node.ts";
import type { SealedTeams } from "../../lib/teams/team-store.ts";
import { apiDeps } from "./api-deps.ts";
import { type AwsAccess, awsAccess } from "./aws-calls.ts";
import { awsParts } from "./aws-parts.ts";
import { lambdaBodies } from "./lambda-bodies.ts";
import type { Parts, SigningParts } from "./parts.ts";
import type { Runtime } from "./runtime.ts";
import { sourceIp } from "./source-ip.ts";

const write = (line: string) => void process.stdout.write(`${line}\n`);

/** The function's own role, which Lambda puts into the environment. */
export const lambdaAccess = (config: BucketsConfig): AwsAccess => awsAccess(config, callByNode);

/** The parts of the function of this name, in Lambda. */
export function lambdaParts<Store extends SealedTeams>(
  config: BucketsConfig,
  functionName: Runtime["functionName"],
  storeOf: (access: AwsAccess, tableName: string) => Store,
): Promise<Parts<Store>> {
  const runtime: Runtime = {
    functionName,
    write,
    access: lambdaAccess(config),
    readText: (file) => readFile(file, "utf8"),
    now: () => new Date(),
  };
  return awsParts(config, runtime, storeOf);
}

export function lambdaApi(config: BucketsConfig, parts: SigningParts): ApiDeps {
  const deps = apiDeps(config, parts, { write, access: lambdaAccess(config) }, sourceIp);
  return { ...deps, bodies: lambdaBodies };
}
