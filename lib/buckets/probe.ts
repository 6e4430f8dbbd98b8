import { createHash, randomUUID } from "node:crypto";
import type { Cause, Room, StoreAnswer } from "../storage/room.ts";
import type { Bound, Grant, GrantMethod, Signer } from "../storage/signer.ts";
import type { StoreClient, StoreRequest } from "./store-client.ts";

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
  sign(method: GrantMethod, key: string, bound?: Bound): Promise<Grant>;
  spend(
    grant: Grant | Promise<Grant>,
    body?: Uint8Array,
    extraHeaders?: Record<string, string>,
  ): Promise<Spent>;
  /** Uploads another probe object, with headers that were not signed. */
  put(key: string, body: Uint8Array, unsigned?: { headers: Record<string, string> }): Promise<Spent>;
  /** Deletes one probe object. */
  remove(key: string): Promise<Spent>;
  /** Deletes whatever may still be there, however the checks ended; the deadline does not hold it up. */
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
  /** Downloads the probe object. Sent once, answered as often as asked. */
  download(): Promise<Spent>;
}

/** The probe object's name has what clients stumble over: a space, `%`, `+` and a letter outside ASCII. */
export const PROBE_NAME = "a b%+ü.txt";
const LIFE_SECONDS = 300;
/** How much of an answer is looked through for an error code; a store's page of megabytes would take seconds. */
const DIAGNOSED_BYTES = 4096;

interface ProbeDeps {
  signer: Signer;
  client: StoreClient;
  room: Room;
  root: string;
  /** After it nothing is asked of the store any more but to delete what was written. */
  deadline: AbortSignal;
}

export function createProbe({ signer, client, room, root, deadline }: ProbeDeps): Probe {
  const id = randomUUID();
  const prefix = `${root}.wandb-byob/probe/${id}/`;
  const content = new TextEncoder().encode(`W&B bucket check ${prefix}`);
  const written = new Set<string>();
  /** What may still be there: its deletion was not accepted, or its upload went unanswered and may yet arrive. */
  const leftover = new Set<string>();
  const unanswered = new Set<string>();

  const exchange = async (request: StoreRequest): Promise<Spent> => {
    const exchanged = await client.send(request);
    if (!exchanged.answered) return { cause: "no-answer", message: exchanged.message };
    const { answer } = exchanged;
    return { cause: room.diagnose({ ...answer, body: answer.body.subarray(0, DIAGNOSED_BYTES) }), answer };
  };

  const send: Probe["send"] = (method, url, headers) => exchange({ method, url, headers, deadline });

  const sign: Probe["sign"] = async (method, key, bound) =>
    signer.sign({ method, key, expiresInSeconds: LIFE_SECONDS, ...(bound ? { bound } : {}) });

  const key = (name: string) => prefix + name;

  const spend: Probe["spend"] = async (grant, body, extraHeaders = {}) =>
    exchange({ ...requestOf(await grant, extraHeaders), ...(body ? { body } : {}), deadline });

  const putBound = async (
    objectKey: string,
    body: Uint8Array,
    bound: Bound,
    headers?: Record<string, string>,
  ): Promise<Spent> => {
    written.add(objectKey);
    leftover.add(objectKey);
    const spent = await spend(sign("PUT", objectKey, bound), body, headers);
    if (spent.answer === undefined) unanswered.add(objectKey);
    return spent;
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
    async remove(objectKey) {
      const spent = await spend(sign("DELETE", objectKey));
      if (spent.cause === "ok" && !unanswered.has(objectKey)) leftover.delete(objectKey);
      return spent;
    },
    async getUnsigned(objectKey) {
      const [bare = ""] = (await sign("GET", objectKey)).url.split("?");
      return send("GET", bare, {});
    },
    list: once(async () => {
      const listed = await spend(signer.signList(root, LIFE_SECONDS));
      const unreadable = listed.cause === "ok" && listed.answer && !room.isListing(listed.answer);
      return unreadable ? { ...listed, cause: "unreadable" } : listed;
    }),
    upload: once(() => {
      const contentMd5 = createHash("md5").update(content).digest("base64");
      const { binds } = room;
      return putBound(key(PROBE_NAME), content, {
        ...(binds.contentType ? { contentType: "text/plain" } : {}),
        ...(binds.contentMd5 ? { contentMd5 } : {}),
      });
    }),
    download: once(() => spend(sign("GET", key(PROBE_NAME)))),
    async sweep() {
      const remove = async (objectKey: string) => client.send(requestOf(await sign("DELETE", objectKey)));
      await Promise.all([...leftover].map(remove));
    },
  };
}

function requestOf({ method, url, headers }: Grant, extraHeaders: Record<string, string> = {}): StoreRequest {
  return { method, url, headers: { ...headers, ...extraHeaders } };
}

function once<T>(run: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= run();
    return result;
  };
}
