/**
 * Bounds of a call to an AWS service, in milliseconds: the SDK's clients have none of their own, and one that never
 * answers would hold a request until Lambda ends the function.
 */
export const AWS_CALLS = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
} as const;
