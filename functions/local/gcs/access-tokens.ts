import { randomBytes } from "node:crypto";
import { decodeJwt, jwtVerify } from "jose";
import { bytesOf } from "./content.ts";
import type { GcsAccount } from "./gcs-bucket.ts";
import type { GcsRequest } from "./gcs-request.ts";
import { jsonReply, type Reply } from "./reply.ts";

const LIFE_SECONDS = 3600;
/** Whoever is sent here by a change of address alone still addresses Google. */
const AUDIENCE = "https://oauth2.googleapis.com/token";
const SCOPES =
  /^https:\/\/www\.googleapis\.com\/auth\/(cloud-platform|devstorage\.(full_control|read_only|read_write))$/;

/** Google's token endpoint for service accounts, and the tokens that it gave. */
export interface AccessTokens {
  /** https://developers.google.com/identity/protocols/oauth2/service-account#authorizingrequests */
  exchange(request: GcsRequest): Promise<Reply>;
  /** Whose token this is; undefined for one that was not given here or has expired. */
  emailOf(authorization: string | undefined): string | undefined;
}

export function accessTokens(accounts: readonly GcsAccount[], now: () => Date): AccessTokens {
  const given = new Map<string, { email: string; endMs: number }>();
  return {
    async exchange({ body }) {
      const form = new URLSearchParams(bytesOf(body.content).toString());
      if (form.get("grant_type") !== "urn:ietf:params:oauth:grant-type:jwt-bearer")
        return jsonReply(400, { error: "unsupported_grant_type", error_description: "Invalid grant_type" });
      const email = await issuerOf(form.get("assertion") ?? "", accounts, now());
      if (email === undefined) {
        return jsonReply(400, { error: "invalid_grant", error_description: "Invalid JWT Signature." });
      }
      const token = `ya29.${randomBytes(24).toString("base64url")}`;
      given.set(token, { email, endMs: now().getTime() + LIFE_SECONDS * 1000 });
      return jsonReply(200, { access_token: token, expires_in: LIFE_SECONDS, token_type: "Bearer" });
    },
    emailOf(authorization) {
      const token = given.get(/^Bearer (.+)$/.exec(authorization ?? "")?.[1] ?? "");
      return token && token.endMs > now().getTime() ? token.email : undefined;
    },
  };
}

/** The account that signed the assertion; undefined when it is not a good one. */
async function issuerOf(
  assertion: string,
  accounts: readonly GcsAccount[],
  currentDate: Date,
): Promise<string | undefined> {
  try {
    const { iss } = decodeJwt(assertion);
    const account = accounts.find(({ email }) => email === iss);
    if (account?.publicKey === undefined) return undefined;
    const { payload } = await jwtVerify(assertion, account.publicKey, {
      algorithms: ["RS256"],
      audience: AUDIENCE,
      requiredClaims: ["exp", "iat"],
      maxTokenAge: LIFE_SECONDS,
      currentDate,
    });
    const scopes = typeof payload.scope === "string" ? payload.scope.split(" ") : [];
    return scopes.some((scope) => SCOPES.test(scope)) ? account.email : undefined;
  } catch {
    return undefined;
  }
}
