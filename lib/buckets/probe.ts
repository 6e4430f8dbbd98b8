import { createHash, randomUUID } from "node:crypto";
import { once } from "../once.ts";
import type { MultipartSigner } from "../storage/multipart.ts";
import type { Room } from "../storage/room.ts";
import type { Bound, Grant, GrantMethod, ServiceGrant, Signer } from "../storage/signer.ts";
import type { Spend, Spent } from "../storage/spent.ts";
import { asListing, requestSpender } from "./connecting/spend-requests.ts";
import type { StoreClient, StoreRequest } from "./connecting/store-client.ts";

/** Grants on objects under the team's root that are there for validation alone, and what came of spending them. */
export interface Probe {
  /** The key of one probe object. */
  key(name: string): string;
  content: Uint8Array;
  /** Every key that a PUT was sent for: what has to be removed. */
  written: ReadonlySet<string>;
  sign(method: GrantMethod, key: string, bound?: Bound): Promise<Grant>;
  spend: Spend;
  /** Uploads another probe object, with headers that were not signed. */
  put(key: string, body: Uint8Array, unsigned?: { headers: Record<string, string> }): Promise<Spent>;
  /** Deletes one probe object. */
  remove(key: string): Promise<Spent>;
  /** Notes an object that something else than `put` makes, or may make. */
  note(key: string): void;
  /** Is spent when the checks have ended, however they did; the function given back takes it off again. */
  undoLater(grant: ServiceGrant): () => void;
  /** Deletes whatever may still be there, however the checks ended; the deadline does not hold it up. */
  sweep(): Promise<void>;
  /** Lists the probe objects that are there now. */
  left(): Promise<Spent>;
  /** A key outside the team's root that no object has. */
  outsideKey: string;
  /** The bucket's own URL, where S3's stores list it, as a stranger would send it. */
  listUnsigned(): Promise<Spent>;
  /** The same URL as a stranger would send it: without query, so without signature. */
  getUnsigned(key: string): Promise<Spent>;
  /** Sends anything to the store, as it is. */
  send(method: string, url: string, headers: Record<string, string>): Promise<Spent>;
  multipart: MultipartSigner;
  /** Each of these is sent once, and answered as often as asked. */
  list(): Promise<Spent>;
  upload(): Promise<Spent>;
  download(): Promise<Spent>;
  head(): Promise<Spent>;
}

/** The probe object's name has what clients stumble over: a space, `%`, `+` and a letter outside ASCII. */
export const PROBE_NAME = "a b%+ü.txt";
/** How long the checks' own grants live. */
export const LIFE_SECONDS = 300;

interface ProbeDeps {
  signer: Signer;
  multipart: MultipartSigner;
  client: StoreClient;
  room: Room;
  root: string;
  /** After it nothing is asked of the store any more but to delete what was written. */
  deadline: AbortSignal;
}

export function createProbe({ signer, multipart, client, room, root, deadline }: ProbeDeps): Probe {
  const id = randomUUID();
  const prefix = `${root}.wandb-byob/probe/${id}/`;
  const content = new TextEncoder().encode(`W&B bucket check ${prefix}`);
  const written = new Set<string>();
  /** What may still be there: its deletion was not accepted, or its upload went unanswered and may yet arrive. */
  const leftover = new Set<string>();
  const unanswered = new Set<string>();
  const undo = new Set<ServiceGrant>();
  const exchange = requestSpender(room, client, deadline);

  const sign: Probe["sign"] = async (method, key, bound) =>
    signer.sign({ method, key, expiresInSeconds: LIFE_SECONDS, ...(bound ? { bound } : {}) });

  const key = (name: string) => prefix + name;

  const spend: Spend = async (grant, body) =>
    exchange({ ...requestOf(await grant), ...(body ? { body } : {}) });

  const note = (objectKey: string) => {
    written.add(objectKey);
    leftover.add(objectKey);
  };

  const putBound = async (
    objectKey: string,
    body: Uint8Array,
    bound: Bound,
    unsigned: Record<string, string> = {},
  ): Promise<Spent> => {
    note(objectKey);
    const request = requestOf(await sign("PUT", objectKey, bound));
    const spent = await exchange({ ...request, headers: { ...request.headers, ...unsigned }, body });
    if (spent.answer === undefined) unanswered.add(objectKey);
    return spent;
  };

  return {
    key,
    content,
    written,
    outsideKey: `.wandb-byob/outside/${id}`,
    sign,
    spend,
    multipart,
    note,
    send: (method, url, headers) => exchange({ method, url, headers }),
    put: (objectKey, body, unsigned) => putBound(objectKey, body, {}, unsigned?.headers),
    async remove(objectKey) {
      const spent = await spend(sign("DELETE", objectKey));
      if (spent.cause === "ok" && !unanswered.has(objectKey)) leftover.delete(objectKey);
      return spent;
    },
    undoLater(grant) {
      undo.add(grant);
      return () => undo.delete(grant);
    },
    async listUnsigned() {
      const [bare = ""] = (await signer.signList(root, LIFE_SECONDS)).url.split("?");
      const url = `${bare}?list-type=2&max-keys=1`; // Azure takes no notice of these
      return asListing(room, await exchange({ method: "GET", url, headers: {} }));
    },
    async getUnsigned(objectKey) {
      const [bare = ""] = (await sign("GET", objectKey)).url.split("?");
      return exchange({ method: "GET", url: bare, headers: {} });
    },
    left: async () => asListing(room, await spend(signer.signList(prefix, LIFE_SECONDS))),
    list: once(async () => asListing(room, await spend(signer.signList(root, LIFE_SECONDS)))),
    upload: once(() => {
      const contentMd5 = createHash("md5").update(content).digest("base64");
      const { binds } = room;
      return putBound(key(PROBE_NAME), content, {
        ...(binds.contentType ? { contentType: "text/plain" } : {}),
        ...(binds.contentMd5 ? { contentMd5 } : {}),
      });
    }),
    download: once(() => spend(sign("GET", key(PROBE_NAME)))),
    head: once(() => spend(sign("HEAD", key(PROBE_NAME)))),
    async sweep() {
      const removals = await Promise.all([...leftover].map((objectKey) => sign("DELETE", objectKey)));
      await Promise.all([...undo, ...removals].map((grant) => client.send(requestOf(grant))));
    },
  };
}

function requestOf({
  method,
  url,
  headers,
}: ServiceGrant): StoreRequest & { headers: Record<string, string> } {
  return { method, url, headers };
}
