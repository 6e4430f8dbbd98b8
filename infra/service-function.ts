import { join } from "node:path";
import { Duration, type Stack } from "aws-cdk-lib";
import type { IRole } from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LayerVersion,
  Runtime,
} from "aws-cdk-lib/aws-lambda";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import { type FunctionName, idOf } from "./function-names.ts";

interface Size {
  memoryMebibytes: number;
  timeoutSeconds: number;
}

/** API Gateway waits this long and no longer: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
export const API_TIMEOUT_SECONDS = 30;

/**
 * Memory buys processor time, one whole core at 1,769 MiB:
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html. Signing is nothing but hashing, so presign
 * has its core; the other two wait for stores, and need the processor for their TLS connections and their start.
 * A validation may last as long as the API waits, and so may the completion of an upload in parts.
 */
const SIZES: Record<FunctionName, Size> = {
  teams: { memoryMebibytes: 1_024, timeoutSeconds: API_TIMEOUT_SECONDS },
  buckets: { memoryMebibytes: 1_024, timeoutSeconds: API_TIMEOUT_SECONDS },
  presign: { memoryMebibytes: 1_769, timeoutSeconds: API_TIMEOUT_SECONDS },
};

interface ServiceFunctionOptions {
  name: FunctionName;
  bundlesDir: string;
  environment: Record<string, string>;
  role: IRole;
  logGroup: ILogGroup;
  /** A layer whose extension brings what the function cannot make itself. */
  layerArn?: string | undefined;
}

/** One function, which runs as its role and writes to its log. */
export function createServiceFunction(stack: Stack, options: ServiceFunctionOptions): LambdaFunction {
  const { name, bundlesDir, environment, role, logGroup, layerArn } = options;
  const { memoryMebibytes, timeoutSeconds } = SIZES[name];
  return new LambdaFunction(stack, idOf(name), {
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: "index.handler",
    code: Code.fromAsset(join(bundlesDir, name), { exclude: ["*.map", "**/*.map"] }),
    memorySize: memoryMebibytes,
    timeout: Duration.seconds(timeoutSeconds),
    environment,
    role,
    logGroup,
    ...(layerArn === undefined
      ? {}
      : { layers: [LayerVersion.fromLayerVersionArn(stack, `${idOf(name)}TokenLayer`, layerArn)] }),
  });
}
