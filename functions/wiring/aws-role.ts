import {
  createIntegration,
  type Integration,
  type IntegrationOptions,
} from "../../lib/credentials/integration.ts";
import { type AwsAccess, serviceOf } from "./aws-calls.ts";

/** Role chaining: the function's own role assumes the integration role, for one hour at most. */
const SESSION_SECONDS = 3_600;

/** Sessions of the integration role. */
export function awsRole(
  access: AwsAccess,
  options: Pick<IntegrationOptions, "roleArn" | "now" | "count">,
): Integration {
  return createIntegration({ ...options, sts: serviceOf(access, "sts"), durationSeconds: SESSION_SECONDS });
}
