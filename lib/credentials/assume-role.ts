import type { AwsService } from "../aws/aws-service.ts";
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
  sts: AwsService,
  session: RoleSession,
): Promise<AccessKey & { expiresAt: Date }> {
  const tags = [["wandb:OrgID", session.org]];
  if (session.team !== undefined) tags.push(["wandb:Team", session.team]);
  if (!tags.every(([, value = ""]) => TAG_VALUE.test(value))) {
    throw new AppError(
      "credentials.unavailable",
      "The organisation's name cannot be sent to AWS as a session tag.",
    );
  }
  const call = { headers: FORM, body: formOf(session, tags) };
  const answer = await sts(call).catch((cause: unknown) => {
    throw unavailable(cause);
  });
  const keys = keysIn(answer);
  if (keys === undefined) throw unavailable(new Error("STS answered without complete credentials."));
  return keys;
}

const FORM = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
function formOf({ org, team, ...session }: RoleSession, tags: string[][]): string {
  const form = new URLSearchParams({
    Action: "AssumeRole",
    Version: "2011-06-15",
    RoleArn: session.roleArn,
    RoleSessionName: sessionName(org, team),
    Policy: session.policy,
    DurationSeconds: String(session.durationSeconds),
  });
  for (const [index, [key = "", value = ""]] of tags.entries()) {
    form.set(`Tags.member.${index + 1}.Key`, key);
    form.set(`Tags.member.${index + 1}.Value`, value);
  }
  return form.toString();
}

/**
 * The four are plain text without escapes, whatever else the document holds. Loading a parser of XML for them would take
 * a tenth of a cold start.
 */
function keysIn(answer: string): (AccessKey & { expiresAt: Date }) | undefined {
  const [accessKeyId, secretAccessKey, sessionToken, end = ""] = FIELDS.map(
    (field) => field.exec(answer)?.[1],
  );
  const expiresAt = new Date(end);
  if (!accessKeyId || !secretAccessKey || !sessionToken || Number.isNaN(expiresAt.getTime()))
    return undefined;
  return {
    accessKeyId,
    secretAccessKey: secret(secretAccessKey),
    sessionToken: secret(sessionToken),
    expiresAt,
  };
}

const FIELDS = ["AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"].map(
  (name) => new RegExp(`<${name}>([^<&]+)</${name}>`),
);

function unavailable(cause: unknown): AppError {
  const detail =
    "The service could not assume its integration role at AWS just now; try again in a few seconds.";
  return new AppError("credentials.unavailable", detail, { cause, retryAfterSeconds: 5 });
}
