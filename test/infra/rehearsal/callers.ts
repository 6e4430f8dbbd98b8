import type { JWTPayload } from "jose";
import { type Client, createClient, type ServiceProblem } from "../../../functions/client/client.ts";
import type { Rehearsal } from "./rehearsal.ts";

/** The front end's own client, through API Gateway, in the name of somebody. */
export function clientOf({ gateway, token }: Rehearsal, claims: JWTPayload): Client {
  return createClient({ baseUrl: gateway.url, token: () => token(claims) });
}

/** The problem that a call is refused with. Throws when it is not. */
export async function problemOf(call: Promise<unknown>): Promise<ServiceProblem["problem"]> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error as ServiceProblem,
  );
  if (outcome?.problem === undefined) throw new Error(`It was answered, or broke: ${outcome}.`);
  return outcome.problem;
}
