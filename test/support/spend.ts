import { getGlobalDispatcher } from "undici";
import type { ServiceGrant } from "../../lib/storage/signer.ts";

export interface Spent {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** Sends exactly what a grant says: the URL's path as it stands, the grant's headers, no redirects. */
export async function spend(
  grant: Pick<ServiceGrant, "method" | "url" | "headers">,
  body?: string | Uint8Array,
): Promise<Spent> {
  const { origin } = new URL(grant.url);
  // A dispatcher takes the path as it stands, where fetch and undici.request would parse and rewrite it.
  const answer = await getGlobalDispatcher().request({
    origin,
    path: grant.url.slice(origin.length),
    method: grant.method,
    headers: grant.headers,
    body: body ?? null,
  });
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
}
