import { type AwsService, awsService } from "../../lib/aws/aws-service.ts";
import { endpointOf } from "../../lib/aws/endpoint.ts";
import { AWS_ATTEMPTS, AWS_TIMEOUT_MS } from "../../lib/aws/limits.ts";
import type { BucketsConfig } from "../../lib/config.ts";
import type { HttpCall } from "../../lib/outbound/http-call.ts";
import type { AccessKey } from "../../lib/storage/credentials.ts";

/**
 * Bounds of a call by the SDK: its clients have none of their own, and one that never answers would hold a request until
 * the runtime ends it.
 */
const AWS_CALLS = {
  maxAttempts: AWS_ATTEMPTS,
  requestHandler: {
    connectionTimeout: 1_000,
    requestTimeout: AWS_TIMEOUT_MS,
    throwOnRequestTimeout: true,
  },
} as const;

type AwsServiceName = "dynamodb" | "kms" | "sts" | "secretsManager";

/** Where AWS's services are, and as whom they are called. */
export interface AwsAccess {
  region: string;
  credentials: AccessKey;
  /** How services are called that are called without the SDK. */
  call: HttpCall;
  fips: boolean;
  /** Other hosts than AWS's own. */
  endpoints: Record<AwsServiceName, string | undefined>;
}

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
    fips: config.AWS_USE_FIPS_ENDPOINT === "true",
    endpoints: {
      dynamodb: config.BYOB_DYNAMODB_ENDPOINT ?? config.AWS_ENDPOINT_URL_DYNAMODB ?? anyService,
      kms: config.AWS_ENDPOINT_URL_KMS ?? anyService,
      sts: config.AWS_ENDPOINT_URL_STS ?? anyService,
      secretsManager: config.AWS_ENDPOINT_URL_SECRETS_MANAGER ?? anyService,
    },
  };
}

/** What the SDK's client of one service is made with. */
export function clientSettings({ region, credentials, fips, endpoints }: AwsAccess, service: AwsServiceName) {
  const endpoint = endpoints[service];
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const keys = {
    accessKeyId,
    secretAccessKey: secretAccessKey.reveal(),
    ...(sessionToken && { sessionToken: sessionToken.reveal() }),
  };
  return {
    ...AWS_CALLS,
    region,
    credentials: keys,
    // Said in either case: left out, the SDK reads it of the environment, and takes no endpoint beside it.
    ...(endpoint ? { endpoint, useFipsEndpoint: false } : { useFipsEndpoint: fips }),
  };
}

/** One service, called without the SDK. */
export function serviceOf(
  { region, credentials, call, fips, endpoints }: AwsAccess,
  service: "dynamodb" | "sts",
): AwsService {
  const endpoint = endpoints[service];
  const url = endpoint === undefined ? endpointOf(service, region, fips) : new URL(endpoint);
  return awsService({ service, region, credentials, call, url });
}
