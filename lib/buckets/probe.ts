import { createHash, randomUUID } from "node:crypto";
import type { Cause, Room, StoreAnswer } from "../storage/room.ts";
import type { Bound, Grant, GrantMethod, Signer } from "../storage/signer.ts";
import type { StoreClient } from "./store-client.ts";

/** What spending a grant came to. `no-answer` has its reason in `message`. */
export interface Spent {
  cause: Cause | "no-answer";
  /** Present when the store answered. */
  answer?: StoreAnswer;
  message?: string;
}

/** Grants on objects under the team's root that are there for validation alone, and what came of spending them. */
export interface Probe {
  /** The key of one probe object. */
  key(name: string): string;
  content: Uint8Array;
  /** Every key that a PUT was sent for: what has to be removed. */
  written: ReadonlySet<string>;
  sign(method: GrantMethod, key: string, bound?: Bound): Grant;
  spend(grant: Grant, body?: Uint8Array, extraHeaders?: Record<string, string>): Promise<Spent>;
  /** Uploads another probe object, with headers that were not signed. */
  put(key: string, body: Uint8Array, unsigned?: { headers: Record<string, string> }): Promise<Spent>;
  /** Deletes whatever may have been written, however the checks ended. */
  sweep(): Promise<void>;
  /** A key outside the team's root that no object has. */
  outsideKey: string;
  /** The same URL as a stranger would send it: without query, so without signature. */
  getUnsigned(key: string): Promise<Spent>;
  send(method: string, url: string, headers: Record<string, string>): Promise<Spent>;
  /** Lists one key under the root. Sent once, answered as often as asked. */
  list(): Promise<Spent>;
  /** Uploads the probe object. Sent once, answered as often as asked. */
  upload(): Promise<Spent>;
}

/** The probe object's name has what clients stumble over: a space, `%`, `+` and a letter outside ASCII. */
export const PROBE_NAME = "a b%+ü.txt";
const LIFE_SECONDS = 300;

export function createProbe(deps: { signer: Signer; client: StoreClient; room: Room; root: string }): Probe {
  const { signer, client, room, root } = deps;
  const id = randomUUID();
  const prefix = `${root}.wandb-byob/probe/${id}/`;
  const content = new TextEncoder().encode(`W&B bucket check ${prefix}`);
  const written = new Set<string>();

  const send = async (
    method: string,
    url: string,
    headers: Record<string, string>,
    body?: Uint8Array,
  ): Promise<Spent> => {
    const exchange = await client.send({ method, url, headers, ...(body ? { body } : {}) });
    if (!exchange.answered) return { cause: "no-answer", message: exchange.message };
    return { cause: room.diagnose(exchange.answer), answer: exchange.answer };
  };

  const sign = (method: GrantMethod, key: string, bound?: Bound): Grant =>
    signer.sign({ method, key, expiresInSeconds: LIFE_SECONDS, ...(bound ? { bound } : {}) });

  const key = (name: string) => prefix + name;

  const spend: Probe["spend"] = (grant, body, extraHeaders = {}) =>
    send(grant.method, grant.url, { ...grant.headers, ...extraHeaders }, body);

  const putBound = (objectKey: string, body: Uint8Array, bound: Bound, headers?: Record<string, string>) => {
    written.add(objectKey);
    return spend(sign("PUT", objectKey, bound), body, headers);
  };

  return {
    key,
    content,
    written,
    outsideKey: `.wandb-byob/outside/${id}`,
    sign,
    send,
    spend,
    put: (objectKey, body, unsigned) => putBound(objectKey, body, {}, unsigned?.headers),
    getUnsigned(objectKey) {
      const [bare = ""] = sign("GET", objectKey).url.split("?");
      return send("GET", bare, {});
    },
    list: once(async () => {
      const grant = signer.signList(root, LIFE_SECONDS);
      const listed = await send(grant.method, grant.url, grant.headers);
      const unreadable = listed.cause === "ok" && listed.answer && !room.isListing(listed.answer);
      return unreadable ? { ...listed, cause: "unreadable" } : listed;
    }),
    upload: once(() => {
      const contentMd5 = createHash("md5").update(content).digest("base64");
      return putBound(key(PROBE_NAME), content, { contentType: "text/plain", contentMd5 });
    }),
    async sweep() {
      await Promise.all([...written].map((objectKey) => spend(sign("DELETE", objectKey))));
    },
  };
}

function once<T>(run: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= run();
    return result;
  };
}
