import { readFile } from "node:fs/promises";
import type { Hono } from "hono";
import { handle } from "hono/aws-lambda";
import type { BucketsConfig } from "../../lib/config.ts";
import type { ApiDeps } from "../../lib/http/api.ts";
import { apiDeps } from "./api-deps.ts";
import type { AwsAccess } from "./aws-calls.ts";
import { awsParts } from "./aws-parts.ts";
import type { Parts } from "./parts.ts";
import type { Runtime } from "./runtime.ts";
import { sourceIp } from "./source-ip.ts";

const write = (line: string) => void process.stdout.write(`${line}\n`);

/** The function's own role, which Lambda puts into the environment. */
export function lambdaAccess(config: BucketsConfig): AwsAccess {
  return { region: config.AWS_REGION, endpoints: { dynamodb: config.BYOB_DYNAMODB_ENDPOINT } };
}

/** The parts of the function of this name, in Lambda. */
export function lambdaParts(config: BucketsConfig, functionName: Runtime["functionName"]): Promise<Parts> {
  return awsParts(config, {
    functionName,
    write,
    access: lambdaAccess(config),
    readText: (file) => readFile(file, "utf8"),
    now: () => new Date(),
  });
}

export function lambdaApi(config: BucketsConfig, parts: Parts): ApiDeps {
  return apiDeps(config, parts, { write }, sourceIp);
}

export const lambdaHandler = (app: Hono) => handle(app);
