import * as z from "zod/mini";
import { type Secret, secret } from "../secret.ts";
import { type Http, postToAzure, unreadable } from "./azure-request.ts";

interface TokenRequest {
  /** Scheme and host, e.g. `https://login.microsoftonline.com`. */
  authorityHost: string;
  /** A UUID. */
  tenantId: string;
  /** A UUID. */
  clientId: string;
  /** The token that the managed identity's federated credential trusts. */
  federatedToken: Secret;
}

/** What a header can hold: `fetch` would repeat anything else in its error. */
const Answer = z.object({ access_token: z.string().check(z.regex(/^[\x21-\x7e]+$/)) });
const Refusal = z.object({
  error: z.string().check(z.regex(/^[a-z_]{1,60}$/)),
  error_codes: z.optional(z.array(z.number())),
});

/**
 * Exchanges a federated token for one that Azure Storage takes. Throws `credentials.unavailable`.
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow#third-case-access-token-request-with-a-federated-credential
 */
export async function exchangeToken(http: Http, request: TokenRequest): Promise<Secret> {
  const { authorityHost, tenantId, clientId, federatedToken } = request;
  const text = await postToAzure(http, {
    url: `${authorityHost}/${tenantId}/oauth2/v2.0/token`,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clientId,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: federatedToken.reveal(),
      scope: "https://storage.azure.com/.default",
    }).toString(),
    refusal:
      "Microsoft Entra ID did not accept this service for the managed identity; check the tenant id, the client id and the identity's federated credential.",
    codeOf: (answer) => refusalCode(answer.text),
  });
  const answer = Answer.safeParse(jsonOf(text));
  if (!answer.success) throw unreadable("The directory's token answer");
  return secret(answer.data.access_token);
}

/** E.g. `invalid_client AADSTS700212`: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
function refusalCode(text: string): string {
  const refusal = Refusal.safeParse(jsonOf(text));
  if (!refusal.success) return "";
  const numbers = (refusal.data.error_codes ?? []).map((code) => `AADSTS${code}`);
  return [refusal.data.error, ...numbers].join(" ");
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
