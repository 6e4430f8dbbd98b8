import { AssumeRoleCommand, type AssumeRoleCommandOutput, type STSClient } from "@aws-sdk/client-sts";
import { AppError } from "../errors.ts";
import { secret } from "../secret.ts";
import type { AccessKey } from "../storage/credentials.ts";
import { sessionName } from "./session-name.ts";

export interface RoleSession {
  roleArn: string;
  org: string;
  /** Lower case; absent while a bucket is validated before its team has a name. */
  team?: string;
  policy: string;
  durationSeconds: number;
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_Tag.html */
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

/**
 * Assumes the integration role for one team. The tags are what customers pin their bucket policies to, so a name
 * that cannot be a tag is refused rather than altered. Throws `credentials.unavailable` when there is no session.
 */
export async function assumeRole(
  sts: Pick<STSClient, "send">,
  session: RoleSession,
): Promise<AccessKey & { expiresAt: Date }> {
  const tags = [
    { Key: "wandb:OrgID", Value: session.org },
    ...(session.team === undefined ? [] : [{ Key: "wandb:Team", Value: session.team }]),
  ];
  if (!tags.every((tag) => TAG_VALUE.test(tag.Value))) {
    throw new AppError(
      "credentials.unavailable",
      "The organisation's name cannot be sent to AWS as a session tag.",
    );
  }
  const command = new AssumeRoleCommand({
    RoleArn: session.roleArn,
    RoleSessionName: sessionName(session.org, session.team),
    Policy: session.policy,
    DurationSeconds: session.durationSeconds,
    Tags: tags,
  });
  const answer: AssumeRoleCommandOutput = await sts.send(command).catch((cause: unknown) => {
    throw unavailable(cause);
  });
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
    throw unavailable(new Error("STS answered without complete credentials."));
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: secret(SecretAccessKey),
    sessionToken: secret(SessionToken),
    expiresAt: Expiration,
  };
}

function unavailable(cause: unknown): AppError {
  const detail =
    "The service could not assume its integration role at AWS just now; try again in a few seconds.";
  return new AppError("credentials.unavailable", detail, { cause, retryAfterSeconds: 5 });
}
