import { join } from "node:path";
import { Duration, type Stack } from "aws-cdk-lib";
import { type PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { FunctionName } from "./function-names.ts";

interface Size {
  memoryMebibytes: number;
  timeoutSeconds: number;
}

/** API Gateway waits this long and no longer: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const API_TIMEOUT_SECONDS = 30;

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
  permissions: PolicyStatement[];
}

/** One function with a role and a log of its own. The log stays: it holds the audit records. */
export function createServiceFunction(stack: Stack, options: ServiceFunctionOptions) {
  const { name, bundlesDir, environment, permissions } = options;
  const id = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const logGroup = new LogGroup(stack, `${id}Log`, { retention: RetentionDays.THREE_MONTHS });
  const role = new Role(stack, `${id}Role`, { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
  logGroup.grantWrite(role);
  for (const statement of permissions) role.addToPolicy(statement);

  const { memoryMebibytes, timeoutSeconds } = SIZES[name];
  const lambda = new LambdaFunction(stack, id, {
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: "index.handler",
    code: Code.fromAsset(join(bundlesDir, name), { exclude: ["*.map", "**/*.map"] }),
    memorySize: memoryMebibytes,
    timeout: Duration.seconds(timeoutSeconds),
    environment,
    role,
    logGroup,
  });
  return { id, lambda, role };
}
