import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Bound, Grant, Signer } from "../../../lib/storage/signer.ts";
import { spend } from "../../support/spend.ts";
import { AWKWARD_KEYS } from "./awkward-keys.ts";

/** A running store, and how to sign for one of its buckets. */
export interface SignerStore {
  signer(now: () => Date): Signer;
  close(): Promise<void>;
}

/** What the store behind the signer cannot do, each with the reason. The suite proves that it cannot. */
export interface StoreLimits {
  /** Keys from `AWKWARD_KEYS` that do not survive the round trip. */
  keys?: Readonly<Record<string, string>>;
  /** Headers that the store lets a client change although they were asked to be bound. */
  bound?: Partial<Record<keyof Bound, string>>;
  /** What the provider's signatures cannot hold; the signer throws when it is asked all the same. */
  unbindable?: Partial<Record<keyof Bound, string>>;
  /** Why a HEAD grant is not told from a GET grant. */
  headIsGet?: string;
  /** Why a grant does not say in whose name it was asked for. */
  nameless?: string;
  /** Why the store, other than the one that it stands for, refuses a grant that says so. */
  nameRefused?: string;
  /** Why a list grant lists more than its prefix. */
  listIsWhole?: string;
}

const BODY = "some bytes of a run";
const OTHER_BODY = "more bytes of a run";
const md5 = (text: string) => createHash("md5").update(text).digest("base64");
const BOUND: Bound = { contentType: "text/plain", contentMd5: md5(BODY), contentLength: BODY.length };

/** Proves on a real store that grants do what they allow and nothing else. */
export function describeSigner(
  title: string,
  makeStore: () => Promise<SignerStore>,
  limits: StoreLimits = {},
): void {
  describe(title, () => {
    let store: SignerStore;
    let signer: Signer;
    let serial = 0;
    const bound = boundBy(limits);
    const freshKey = () => `suite/${serial++}`;
    const put = async (key: string, bound?: Bound) =>
      signer.sign({ method: "PUT", key, expiresInSeconds: 600, ...(bound && { bound }) });
    const grant = async (method: "GET" | "HEAD" | "DELETE", key: string) =>
      signer.sign({ method, key, expiresInSeconds: 600 });
    const stored = async (key: string) => {
      const answer = await spend(await grant("GET", key));
      return answer.status === 200 ? answer.text : undefined;
    };

    beforeAll(async () => {
      store = await makeStore();
      signer = store.signer(() => new Date());
    });
    afterAll(() => store?.close());

    describe.each(AWKWARD_KEYS)("the key %j", (key) => {
      const reason = limits.keys?.[key];
      test(reason ? `does not survive: ${reason}` : "goes up, comes back, and is deleted", async () => {
        const roundTrip = async () => {
          expectTaken(await spend(await put(key), key));
          expect(await stored(key)).toBe(key);
          const head = await spend(await grant("HEAD", key));
          expect(head.status).toBe(200);
          expect(head.headers["content-length"]).toBe(String(Buffer.byteLength(key)));
          expectTaken(await spend(await grant("DELETE", key)));
          expect(await stored(key)).toBeUndefined();
        };
        if (reason) await expect(roundTrip()).rejects.toThrow();
        else await roundTrip();
      });

      test("is not another key with one character changed", async () => {
        await spend(await put(key), key);
        const lastCharacter = [...key].at(-1);
        const other = key.slice(0, -(lastCharacter?.length ?? 0)) + (lastCharacter === "x" ? "y" : "x");
        await spend(await put(other), "another object");
        expectRefused(await spend(withPathOf(await grant("GET", key), await grant("GET", other))));
        expectRefused(await spend(withPathOf(await put(key), await put(other)), "overwritten"));
        expect(await stored(other)).toBe("another object");
      });
    });

    test("a grant for one method is refused for the others", async () => {
      const key = freshKey();
      const upload = await put(key);
      const asUpload = { method: "PUT", headers: upload.headers } as const;
      await spend(upload, BODY);
      expectRefused(await spend({ ...(await grant("GET", key)), ...asUpload }, "overwritten"));
      expectRefused(await spend({ ...(await grant("GET", key)), method: "DELETE" }));
      expectRefused(await spend({ ...upload, method: "GET" }));
      expectRefused(await spend({ ...upload, method: "DELETE" }));
      expectRefused(await spend({ ...(await grant("HEAD", key)), ...asUpload }, "overwritten"));
      expect(await stored(key)).toBe(BODY);
    });

    test(`a HEAD grant ${limits.headIsGet ? `reads too: ${limits.headIsGet}` : "does not read"}`, async () => {
      const key = freshKey();
      await spend(await put(key), BODY);
      const read = await spend({ ...(await grant("HEAD", key)), method: "GET" });
      if (limits.headIsGet) expect(read.text).toBe(BODY);
      else expectRefused(read);
    });

    test(`a grant in a user's name ${limits.nameless ?? limits.nameRefused ?? "is taken, and under no other name"}`, async () => {
      const named = { key: freshKey(), expiresInSeconds: 600, user: 'Zoë O\'Brien "漢"' };
      const upload = await spend(await signer.sign({ ...named, method: "PUT" }), BODY);
      if (limits.nameRefused) {
        expectRefused(upload);
        return;
      }
      expectTaken(upload);
      const read = await signer.sign({ ...named, method: "GET" });
      expect((await spend(read)).text).toBe(BODY);
      const other = { ...read, url: read.url.replace("X-User=", "X-User=x") };
      if (limits.nameless) expect(other.url).toBe(read.url);
      else expectRefused(await spend(other));
    });

    test("an expired grant is refused", async () => {
      const key = freshKey();
      await spend(await put(key), BODY);
      const early = store.signer(() => new Date(Date.now() - 120_000));
      expectRefused(await spend(await early.sign({ method: "GET", key, expiresInSeconds: 60 })));
      expectRefused(
        await spend(await early.sign({ method: "PUT", key, expiresInSeconds: 60 }), "overwritten"),
      );
      expect(await stored(key)).toBe(BODY);
      expect((await spend(await early.sign({ method: "GET", key, expiresInSeconds: 600 }))).status).toBe(200);
    });

    test("a grant whose expiry is edited is refused", async () => {
      const key = freshKey();
      await spend(await put(key), BODY);
      const { url, ...rest } = await grant("GET", key);
      expectRefused(await spend({ ...rest, url: url.replace(/(expires=|[?&]se=)\d/i, "$19") }));
    });

    test("an upload that sends exactly the bound headers is taken", async () => {
      const key = freshKey();
      expectTaken(await spend(await put(key, bound), BODY));
      expect(await stored(key)).toBe(BODY);
    });

    const changed: [keyof Bound, header: string, value: string, body: string][] = [
      ["contentType", "Content-Type", "text/html", BODY],
      ["contentMd5", "Content-MD5", md5(OTHER_BODY), OTHER_BODY],
      ["contentLength", "Content-Length", String(BODY.length + 1), `${BODY}!`],
    ];
    test.each(changed)("an upload bound by %s: another value of %s", async (binding, header, value, body) => {
      const reason = limits.bound?.[binding];
      const key = freshKey();
      const asked = put(key, { [binding]: BOUND[binding] });
      if (limits.unbindable?.[binding]) return expect(asked).rejects.toThrow();
      const upload = await asked;
      const answer = await spend({ ...upload, headers: { ...upload.headers, [header]: value } }, body);
      if (reason) expect(answer.status, reason).toBeLessThan(300);
      else expectRefused(answer);
      expect(await stored(key)).toBe(reason ? body : undefined);
    });

    test("a write-once grant never replaces an object", async () => {
      const key = freshKey();
      const once = await put(key, { ifNoneMatch: "*" });
      expectTaken(await spend(once, BODY));
      expectRefused(await spend(once, "overwritten"));
      const unconditional = Object.entries(once.headers).filter(([name]) => !/(^|-)if-/i.test(name));
      const without = { ...once, headers: Object.fromEntries(unconditional) };
      if (!limits.bound?.ifNoneMatch) expectRefused(await spend(without, "overwritten"));
      expect(await stored(key)).toBe(BODY);
    });

    test("headers that no signature covers do not break a grant", async () => {
      const key = freshKey();
      const upload = await put(key);
      const extra = { "X-Custom": "1", "Cache-Control": "no-store" };
      expectTaken(await spend({ ...upload, headers: { ...upload.headers, ...extra } }, BODY));
      const part = await spend({ ...(await grant("GET", key)), headers: { Range: "bytes=5-9" } });
      expect([part.status, part.text]).toEqual([206, BODY.slice(5, 10)]);
    });

    test(`a list grant lists ${limits.listIsWhole ? `more: ${limits.listIsWhole}` : "under its prefix alone"}`, async () => {
      const key = `list ü/${freshKey()}`;
      await spend(await put(key), BODY);
      const list = await signer.signList("list ü/", 600);
      const answer = await spend(list);
      expect(answer.status).toBe(200);
      expect(answer.text).toContain(key);
      const other = await spend({ ...list, url: list.url.replace("prefix=list", "prefix=lisp") });
      if (limits.listIsWhole) expectTaken(other);
      else expectRefused(other);
    });
  });
}

/** All that the store can be held to. */
function boundBy({ unbindable = {} }: StoreLimits): Bound {
  return Object.fromEntries(Object.entries(BOUND).filter(([name]) => !(name in unbindable)));
}

/** 200 from the S3 family, 201 and 202 from Azure. */
function expectTaken(answer: { status: number }): void {
  expect(Math.floor(answer.status / 100)).toBe(2);
}

/** A definite refusal: not an error of the store's, and not an object that happens to be missing. */
function expectRefused(answer: { status: number }): void {
  expect([400, 401, 403, 409, 412]).toContain(answer.status);
}

function withPathOf(grant: Grant, other: Grant): Grant {
  return { ...grant, url: `${other.url.split("?")[0]}?${grant.url.split("?")[1]}` };
}
