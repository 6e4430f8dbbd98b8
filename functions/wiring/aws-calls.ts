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
  /** Absent where the SDK finds them by itself, as in Lambda. */
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  /** Other hosts than AWS's own; Node's SDK reads its AWS_ENDPOINT_URL_… itself, the one for the edge reads none. */
  endpoints?: Partial<Record<AwsService, string | undefined>>;
}

type AwsService = "dynamodb" | "kms" | "sts" | "secretsManager";

/** What a client of one service is made with. */
export function clientSettings({ region, credentials, endpoints = {} }: AwsAccess, service: AwsService) {
  const endpoint = endpoints[service];
  return { ...AWS_CALLS, region, ...(credentials && { credentials }), ...(endpoint && { endpoint }) };
}
