import { ArnPrincipal, PolicyStatement } from "aws-cdk-lib/aws-iam";

/** As `lib/credentials/session-name.ts` makes them: something readable, a dash and 32 digits of a hash. */
const SESSION_NAMES = `?*-${"?".repeat(32)}`;

/**
 * Who may assume the integration role: the functions, in the name of one organisation. The two actions know different
 * condition keys: the session's name is nothing to sts:TagSession, which would then be refused for ever.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required
 */
export function integrationTrust(functionRoleArns: readonly string[]): PolicyStatement[] {
  const principals = functionRoleArns.map((arn) => new ArnPrincipal(arn));
  return [
    new PolicyStatement({
      sid: "AssumeForOneOrganisation",
      principals,
      actions: ["sts:AssumeRole"],
      conditions: {
        // Holds for a tag that is there and not empty.
        StringLike: { "aws:RequestTag/wandb:OrgID": "?*", "sts:RoleSessionName": SESSION_NAMES },
      },
    }),
    new PolicyStatement({
      sid: "TagWithOrganisationAndTeam",
      principals,
      actions: ["sts:TagSession"],
      conditions: { "ForAllValues:StringEquals": { "aws:TagKeys": ["wandb:OrgID", "wandb:Team"] } },
    }),
  ];
}
