import type { Integration } from "../../lib/credentials/integration.ts";
import { once } from "../../lib/once.ts";
import { AWS_CALLS } from "./aws-calls.ts";

/** Role chaining: the function's own role assumes the integration role, for one hour at most. */
const SESSION_SECONDS = 3_600;

/** Sessions of the integration role; the client of STS is loaded when the first one is asked for. */
export function lambdaRole(roleArn: string, region: string, now: () => Date): Integration {
  const load = once(async () => {
    const [{ STSClient }, { createIntegration }] = await Promise.all([
      import("@aws-sdk/client-sts"),
      import("../../lib/credentials/integration.ts"),
    ]);
    const sts = new STSClient({ ...AWS_CALLS, region });
    return createIntegration({ sts, roleArn, now, durationSeconds: SESSION_SECONDS });
  });
  return { sessionFor: async (request) => (await load()).sessionFor(request) };
}
