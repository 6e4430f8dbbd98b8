import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FinishedPart, MultipartSigner } from "../../../lib/storage/multipart.ts";
import type { Signer } from "../../../lib/storage/signer.ts";
import { spend } from "../../support/spend.ts";

/** A running store, and how to sign for one of its buckets. */
export interface MultipartStore {
  signer(now: () => Date): Signer;
  multipart(now: () => Date): Promise<MultipartSigner>;
  close(): Promise<void>;
}

const now = () => new Date();
const LIFE = { expiresInSeconds: 600 };
/** The least that S3 and Cloud Storage take of a part that is not the last. */
const FIRST = randomBytes(5 * 1024 * 1024);
const LAST = Buffer.from("and the rest");

/** Proves on a real store that an upload in parts becomes what was sent, and only with grants for it. */
export function describeMultipart(title: string, makeStore: () => Promise<MultipartStore>): void {
  describe(`${title}: an upload in parts`, () => {
    let store: MultipartStore;
    let signer: Signer;
    let multipart: MultipartSigner;
    let serial = 0;
    const freshKey = () => `in parts/${serial++} ü+%.bin`;

    beforeAll(async () => {
      store = await makeStore();
      signer = store.signer(now);
      multipart = await store.multipart(now);
    });
    afterAll(() => store?.close());

    const begin = async (key: string): Promise<string> => {
      if (multipart.create === undefined) return randomBytes(8).toString("hex");
      const { status, text } = await spend(await multipart.create(key));
      const body = new TextEncoder().encode(text);
      const uploadId = multipart.uploadIdOf({ status, headers: {}, body });
      if (uploadId === undefined) throw new Error(`The upload was not begun: ${status}`);
      return uploadId;
    };
    const send = async (key: string, uploadId: string, partNumber: number, body: Uint8Array) => {
      const grant = await multipart.part(key, uploadId, partNumber, LIFE);
      const { status, headers } = await spend(grant, body);
      return { status, part: { partNumber, ...(headers.etag && { etag: String(headers.etag) }) } };
    };
    const complete = async (key: string, uploadId: string, parts: readonly FinishedPart[]) => {
      const { grant, body } = await multipart.complete(key, uploadId, parts);
      const { status, text } = await spend(grant, body);
      const answer = { status, headers: {}, body: new TextEncoder().encode(text) };
      return status < 300 && multipart.isComplete(answer);
    };
    const stored = async (key: string) => {
      const { status, text } = await spend(await signer.sign({ method: "GET", key, expiresInSeconds: 600 }));
      return status === 200 ? text : undefined;
    };
    const twoParts = async (key: string) => {
      const uploadId = await begin(key);
      const sent = await Promise.all([send(key, uploadId, 2, LAST), send(key, uploadId, 1, FIRST)]);
      expect(sent.map(({ status }) => status < 300)).toEqual([true, true]);
      return { uploadId, parts: sent.map(({ part }) => part).reverse() };
    };

    test("becomes the parts in their order, however they arrived", async () => {
      const key = freshKey();
      const { uploadId, parts } = await twoParts(key);
      expect(await stored(key)).toBeUndefined();
      expect(await complete(key, uploadId, parts)).toBe(true);
      expect(await stored(key)).toBe(Buffer.concat([FIRST, LAST]).toString());
    });

    test("takes an ETag with its quotes and without", async () => {
      const key = freshKey();
      const { uploadId, parts } = await twoParts(key);
      const bare = parts.map(({ etag, ...part }) => ({
        ...part,
        ...(etag && { etag: etag.replaceAll('"', "") }),
      }));
      expect(await complete(key, uploadId, bare)).toBe(true);
    });

    test("is not completed by parts that were not sent", async () => {
      const key = freshKey();
      const { uploadId, parts } = await twoParts(key);
      const [first = { partNumber: 1 }] = parts;
      expect(await complete(key, uploadId, [first, { partNumber: 3, etag: '"00000000"' }])).toBe(false);
      expect(await stored(key)).toBeUndefined();
    });

    test("takes a part again, and keeps the last", async () => {
      const key = freshKey();
      const uploadId = await begin(key);
      await send(key, uploadId, 1, Buffer.from("first try"));
      const { part } = await send(key, uploadId, 1, Buffer.from("second try"));
      expect(await complete(key, uploadId, [part])).toBe(true);
      expect(await stored(key)).toBe("second try");
    });

    test("has a grant for one part of one upload of one object", async () => {
      const key = freshKey();
      const uploadId = await begin(key);
      const grant = await multipart.part(key, uploadId, 1, LIFE);
      const other = { ...grant, url: grant.url.replace("in%20parts", "elsewhere") };
      expect((await spend(other, LAST)).status).toBeGreaterThanOrEqual(400);
    });

    test("is gone when it was aborted, where it can be", async () => {
      if (multipart.abort === undefined) {
        expect(multipart.create).toBeUndefined(); // what nothing begins, nothing needs to end
        return;
      }
      const key = freshKey();
      const { uploadId, parts } = await twoParts(key);
      expect((await spend(await multipart.abort(key, uploadId))).status).toBeLessThan(300);
      expect(await complete(key, uploadId, parts)).toBe(false);
      expect(await stored(key)).toBeUndefined();
    });
  });
}
