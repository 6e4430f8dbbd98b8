import { ORIGIN } from "../../support/three-stores.ts";
import type { PresignRuntime } from "./runtime.ts";
import type { Stage } from "./stage.ts";

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by tests field by field, as a client in JavaScript would
  body: any;
}

/** A member of all teams, who may delete too, and whoever else is named. */
export interface Caller {
  post(path: string, body: unknown, more?: { token?: string | null; requestId?: string }): Promise<Answer>;
  /** Asks for URLs of some keys of a team. */
  presign(team: string, method: string, keys: readonly string[], more?: object): Promise<Answer>;
}

export async function callerOf(stage: Stage, runtime: PresignRuntime): Promise<Caller> {
  const own = await stage.token({ teams: [...Object.keys(stage.addresses), "role"], roles: ["gc"] });
  const post: Caller["post"] = async (path, body, { token = own, requestId } = {}) => {
    const raw = typeof body === "string" || body instanceof Uint8Array;
    const { status, headers, text } = await runtime.send({
      method: "POST",
      path,
      headers: {
        origin: ORIGIN,
        "content-type": "application/json",
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(requestId === undefined ? {} : { "x-request-id": requestId }),
      },
      body: raw ? body : JSON.stringify(body),
    });
    return { status, headers, body: text === "" ? undefined : JSON.parse(text) };
  };
  return {
    post,
    presign: (team, method, keys, more = {}) =>
      post("/presign", { team, method, objects: keys.map((key) => ({ key, ...more })) }),
  };
}
