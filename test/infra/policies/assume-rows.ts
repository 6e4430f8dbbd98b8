import { sessionName } from "../../../lib/credentials/session-name.ts";
import { OURS } from "../resolve-template.ts";
import type { RolePolicies } from "./role-policies.ts";
import { ADMIN, isAllowed } from "./simulate.ts";

const STRANGER = "999999999999";

export interface AssumeRow {
  name: string;
  allowed: boolean;
  /** Who asks, and what its own account allows it. */
  principal: string;
  identity: object;
  tags: Record<string, string>;
  sessionName: string;
  /** One action alone, where a session needs two. */
  action?: string;
  /** Another role than the integration role, which lets in everybody of its account. */
  otherRole?: boolean;
}

const ACME = { "wandb:OrgID": "acme", "wandb:Team": "omega" };

/** Who may have a session of the integration role, and with which tags and which name. */
export function assumeRows({ functions }: Pick<RolePolicies, "functions">): AssumeRow[] {
  const [first = ["", ADMIN]] = Object.entries(functions);
  const row = (name: string, allowed: boolean, other: Partial<AssumeRow> = {}): AssumeRow => ({
    name,
    allowed,
    principal: first[0],
    identity: first[1],
    tags: ACME,
    sessionName: sessionName("acme", "omega"),
    ...other,
  });
  const outsiders = {
    "another role of our account": `arn:aws:iam::${OURS}:role/Admin`,
    "a user of our account": `arn:aws:iam::${OURS}:user/admin`,
    "the integration role itself": `arn:aws:iam::${OURS}:role/WandbIntegration`,
    "a role of another account by the same name": first[0].replace(OURS, STRANGER),
  };
  return [
    ...Object.entries(functions).flatMap(([principal, identity]) => [
      row(`${principal.split("/")[1]} for a team`, true, { principal, identity }),
      row(`${principal.split("/")[1]} before there is a team`, true, {
        principal,
        identity,
        tags: { "wandb:OrgID": "acme" },
        sessionName: sessionName("acme", undefined),
      }),
      row(`${principal.split("/")[1]} for another role`, false, { principal, identity, otherRole: true }),
    ]),
    row("for an organisation with an odd name", true, {
      tags: { "wandb:OrgID": "a:b/ü", "wandb:Team": "x" },
      sessionName: sessionName("a:b/ü", "x"),
    }),
    row("for an organisation with a name of one letter", true, {
      tags: { "wandb:OrgID": "a" },
      sessionName: sessionName("a", undefined),
    }),
    ...[undefined, "sts:AssumeRole", "sts:TagSession"].flatMap((action) => {
      const more = action === undefined ? {} : { action };
      return Object.entries(outsiders).map(([name, principal]) =>
        row(`${name}${action === undefined ? "" : `, ${action} alone`}`, false, {
          principal,
          identity: ADMIN,
          ...more,
        }),
      );
    }),
    row("without tags", false, { tags: {} }),
    row("with a team and no organisation", false, { tags: { "wandb:Team": "omega" } }),
    row("with an empty organisation", false, { tags: { ...ACME, "wandb:OrgID": "" } }),
    row("with a foreign tag", false, { tags: { ...ACME, Department: "ops" } }),
    row("with a tag of a similar name", false, { tags: { ...ACME, "wandb:Role": "x" } }),
    row("with a name of somebody's own", false, { sessionName: "debugging" }),
    row("with the organisation's bare name", false, { sessionName: "acme.omega" }),
    row("with a name that is only a hash", false, { sessionName: `-${"0".repeat(32)}` }),
    row("with a source identity", false, { action: "sts:SetSourceIdentity" }),
  ];
}

/** Whether STS would open the session: it asks for each action that the request comes to. */
export async function mayAssume({ trust, roleArn }: RolePolicies, row: AssumeRow): Promise<boolean> {
  const tagged = Object.keys(row.tags).length > 0;
  const tags: Record<string, string | string[]> = tagged
    ? {
        ...Object.fromEntries(
          Object.entries(row.tags).map(([key, value]) => [`aws:RequestTag/${key}`, value]),
        ),
        "aws:TagKeys": Object.keys(row.tags),
      }
    : {};
  const ask = (action: string, context: Record<string, string | string[]>) =>
    isAllowed(
      { identity: row.identity, resource: row.otherRole ? OPEN_TRUST : trust },
      {
        action,
        principal: row.principal,
        resource: row.otherRole ? `arn:aws:iam::${OURS}:role/Other` : roleArn,
        account: OURS,
        context,
      },
    );
  const named = { ...tags, "sts:RoleSessionName": row.sessionName };
  if (row.action !== undefined) return ask(row.action, row.action === "sts:TagSession" ? tags : named);
  // The session's name is a key of the one action and of no other.
  if (!(await ask("sts:AssumeRole", named))) return false;
  return !tagged || (await ask("sts:TagSession", tags));
}

/** A role of our account that leaves it to IAM who may assume it. */
const OPEN_TRUST = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${OURS}:root` },
      Action: ["sts:AssumeRole", "sts:TagSession"],
    },
  ],
};
