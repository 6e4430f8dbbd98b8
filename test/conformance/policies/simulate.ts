import { runSimulation } from "@cloud-copilot/iam-simulate";

/** The account of the customer's bucket and key. */
export const CUSTOMER = "111122223333";
export const ROLE = "arn:aws:iam::725579432336:role/WandbIntegration";
/** A session of W&B's role, as requests carry it. */
const SESSION = "arn:aws:sts::725579432336:assumed-role/WandbIntegration/team-session";
/** A session of a role in an account that is neither W&B's nor the customer's. */
export const STRANGER = "arn:aws:sts::999999999999:assumed-role/WandbIntegration/team-session";

export interface Request {
  action: string;
  resource: string;
  principal?: string;
  /** Condition keys; principal tags among them. */
  context?: Record<string, string>;
}

/** A request and what must come of it. */
export interface Row extends Request {
  name: string;
  allowed: boolean;
}

export interface Policies {
  /** The policy of the bucket or the key. */
  resourcePolicy: object;
  /** What the principal's own account allows it; everything when absent. */
  identityActions?: readonly string[];
  identityPolicy?: object;
}

/** The session tags that `sts:AssumeRole` was called with. */
export const sessionOf = (org: string) => ({ "aws:PrincipalTag/wandb:OrgID": org });

/** Whether AWS would allow a request of another account. Throws when the simulator takes the request for nonsense. */
export async function isAllowed(
  { resourcePolicy, identityActions = ["s3:*", "kms:*"], identityPolicy }: Policies,
  { action, resource, principal = SESSION, context = {} }: Request,
): Promise<boolean> {
  const outcome = await runSimulation(
    {
      request: {
        action,
        principal,
        resource: { resource, accountId: CUSTOMER },
        contextVariables: context,
      },
      identityPolicies: [
        {
          name: "role",
          policy: identityPolicy ?? {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: identityActions, Resource: "*" }],
          },
        },
      ],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy,
    },
    {},
  );
  if (outcome.resultType === "error")
    throw new Error(`${action} on ${resource}: ${JSON.stringify(outcome.errors)}`);
  return outcome.overallResult === "Allowed";
}
