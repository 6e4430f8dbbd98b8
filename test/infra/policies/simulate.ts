import { runSimulation } from "@cloud-copilot/iam-simulate";

interface Ask {
  action: string;
  /** The ARN of who asks: a role's, a user's or a session's. */
  principal: string;
  resource: string;
  /** The account that the resource belongs to. */
  account: string;
  context: Record<string, string | string[]>;
}

interface Policies {
  identity: object;
  session?: object | undefined;
  resource?: object | undefined;
}

/** Whether AWS would allow it. Throws when the simulator takes the request for nonsense. */
export async function isAllowed(policies: Policies, ask: Ask): Promise<boolean> {
  const { action, principal, resource, account, context } = ask;
  const outcome = await runSimulation(
    {
      request: {
        action,
        principal,
        resource: { resource, accountId: account },
        contextVariables: context,
      },
      identityPolicies: [{ name: "identity", policy: policies.identity }],
      ...(policies.session === undefined ? {} : { sessionPolicy: policies.session }),
      ...(policies.resource === undefined ? {} : { resourcePolicy: policies.resource }),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (outcome.resultType === "error")
    throw new Error(`${action} on ${resource}: ${JSON.stringify(outcome.errors)}`);
  return outcome.overallResult === "Allowed";
}

/** Everything, for those whose own policies are not what is asked about. */
export const ADMIN = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};
