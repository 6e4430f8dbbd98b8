import type { FunctionName } from "../../../infra/function-names.ts";
import type { PolicyDocument } from "../policies/role-policies.ts";
import { isAllowed } from "../policies/simulate.ts";
import { OURS } from "../resolve-template.ts";
import type { AwsCall } from "./aws-front.ts";
import type { FunctionPolicies } from "./function-policies.ts";
import { type PermissionAsk, permissionAsks } from "./permission-asks.ts";

/** Everything that a function asked of AWS, each kind once. */
export function asksOf(calls: readonly AwsCall[], name: FunctionName): PermissionAsk[] {
  const asks = calls.filter(({ functionName }) => functionName === name).flatMap(permissionAsks);
  return [...new Map(asks.map((ask) => [JSON.stringify(ask), ask])).values()];
}

/** The asks that a function's role would have been refused, in words. */
export async function refusedAsks(
  asks: readonly PermissionAsk[],
  name: FunctionName,
  { roleArn, resource: policyOf }: Pick<FunctionPolicies, "roleArn" | "resource">,
  identity: PolicyDocument,
): Promise<string[]> {
  const refused: string[] = [];
  for (const { action, resource, context } of asks) {
    const policies = { identity, resource: policyOf[action.split(":")[0] ?? ""] };
    const ask = { action, principal: roleArn[name], resource, account: accountOf(resource), context };
    if (!(await isAllowed(knownKeys(policies), knownKeys(ask))))
      refused.push(`${name} may not ${action} ${resource} with ${JSON.stringify(context)}`);
  }
  return refused;
}

/**
 * The simulator ignores `kms:EncryptionContext:<name>`, whose names are the caller's own. A tag of the principal, which it
 * knows for every action, stands in for it on both sides.
 */
function knownKeys<T>(part: T): T {
  return JSON.parse(JSON.stringify(part).replaceAll("kms:EncryptionContext:", "aws:PrincipalTag/"));
}

const accountOf = (arn: string) => arn.split(":")[4] || OURS;
