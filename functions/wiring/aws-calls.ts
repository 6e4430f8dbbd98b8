import { type AwsService, awsService } from "../../lib/aws/aws-service.ts";
import type { BucketsConfig } from "../../lib/config.ts";
import type { HttpCall } from "../../lib/outbound/http-call.ts";
import type { AccessKey } from "../../lib/storage/credentials.ts";

/**
 * Bounds of a call to an AWS service, in milliseconds: the SDK's clients have none of their own, and one that never
 * answers would hold a request until the runtime ends it.
 */
const AWS_CALLS = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
} as const;

/** Where AWS's services are, and as whom they are called. */
export interface AwsAccess {
  region: string;
  credentials: AccessKey;
  /** How services are called that are called without the SDK. */
  call: HttpCall;
  /** Other hosts than AWS's own; Node's SDK reads its AWS_ENDPOINT_URL_… itself, the one for the edge reads none. */
  endpoints: Partial<Record<AwsServiceName, string | undefined>>;
}

type AwsServiceName = "dynamodb" | "kms" | "sts" | "secretsManager";

/** As whom a function calls AWS: in Lambda as its own role, whose keys are in the environment from its start to its end. */
export function awsAccess(config: BucketsConfig, call: HttpCall): AwsAccess {
  const { AWS_SESSION_TOKEN: sessionToken, AWS_ENDPOINT_URL: anyService } = config;
  return {
    call,
    region: config.AWS_REGION,
    credentials: {
      accessKeyId: config.AWS_ACCESS_KEY_ID,
      secretAccessKey: config.AWS_SECRET_ACCESS_KEY,
      ...(sessionToken && { sessionToken }),
    },
    endpoints: {
      dynamodb: config.BYOB_DYNAMODB_ENDPOINT ?? config.AWS_ENDPOINT_URL_DYNAMODB ?? anyService,
      sts: config.AWS_ENDPOINT_URL_STS ?? anyService,
    },
  };
}

/** What the SDK's client of one service is made with. */
export function clientSettings({ region, credentials, endpoints }: AwsAccess, service: AwsServiceName) {
  const endpoint = endpoints[service];
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const keys = {
    accessKeyId,
    secretAccessKey: secretAccessKey.reveal(),
    ...(sessionToken && { sessionToken: sessionToken.reveal() }),
  };
  return { ...AWS_CALLS, region, credentials: keys, ...(endpoint && { endpoint }) };
}

/** One service, called without the SDK. */
export function serviceOf({ endpoints, ...access }: AwsAccess, service: "dynamodb" | "sts"): AwsService {
  return awsService({ ...access, service, endpoint: endpoints[service] });
}
