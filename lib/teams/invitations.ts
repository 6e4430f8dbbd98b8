import { AppError } from "../errors.ts";

const EMAIL = /^[^\s@,<>"]{1,64}@[^\s@,<>"]{1,190}$/;
const MAX_MEMBERS = 1_000;

/**
 * Reads invitations: a list of e-mail addresses, or one comma-separated string. Answers them in lower case, each once.
 * Throws `request.invalid` for what is not an e-mail address.
 */
export function readInvitations(members: readonly string[] | string | undefined): string[] {
  const list = typeof members === "string" ? members.split(",") : (members ?? []);
  const emails = list.map((entry) => entry.trim().toLowerCase()).filter((entry) => entry !== "");
  const wrong = emails.findIndex((email) => !EMAIL.test(email));
  if (wrong !== -1)
    throw new AppError("request.invalid", `members, entry ${wrong + 1}, is not an e-mail address.`);
  const unique = [...new Set(emails)];
  if (unique.length > MAX_MEMBERS)
    throw new AppError("request.invalid", `members has at most ${MAX_MEMBERS} e-mail addresses.`);
  return unique;
}
