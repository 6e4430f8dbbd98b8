import type { Integration, IntegrationOptions } from "../../lib/credentials/integration.ts";
import { once } from "../../lib/once.ts";
import { type AwsAccess, clientSettings } from "./aws-calls.ts";

/** Role chaining: the function's own role assumes the integration role, for one hour at most. */
const SESSION_SECONDS = 3_600;

/** Sessions of the integration role; the client of STS is loaded when the first one is asked for. */
export function awsRole(
  access: AwsAccess,
  options: Pick<IntegrationOptions, "roleArn" | "now" | "count">,
): Integration {
  let loaded: Integration | undefined;
  const load = once(async () => {
    const [{ STSClient }, { createIntegration }] = await Promise.all([
      import("@aws-sdk/client-sts"),
      import("../../lib/credentials/integration.ts"),
    ]);
    const sts = new STSClient(clientSettings(access, "sts"));
    loaded = createIntegration({ ...options, sts, durationSeconds: SESSION_SECONDS });
    return loaded;
  });
  return {
    sessionFor: async (request) => (await load()).sessionFor(request),
    forget: (request) => loaded?.forget(request),
  };
}
