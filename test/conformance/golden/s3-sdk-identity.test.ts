import fc from "fast-check";
import { expect, test } from "vitest";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import { roomOf } from "../../../lib/storage/catalog.ts";
import type { AccessKey } from "../../../lib/storage/credentials.ts";
import type { Signer } from "../../../lib/storage/signer.ts";
import { sdkOracle } from "./sdk-oracle.ts";
import {
  accessKeys,
  attributed,
  buckets,
  expiries,
  keys,
  readsAndDeletes,
  requestRuns,
  signingDates,
  uploads,
} from "./sign-cases.ts";

function bothSigners(bucket: Bucket, credentials: AccessKey, date: Date) {
  const room = roomOf(bucket.provider);
  if (room === undefined || bucket.region === undefined) throw new Error("The case lacks a room or a region");
  const ours: Signer = room.signer(bucket, credentials, { now: () => date });
  return { ours, sdk: sdkOracle(bucket, bucket.region, credentials, date) };
}

test("downloads, heads and deletes have the SDK's URLs, byte for byte", async () => {
  await fc.assert(
    fc.asyncProperty(
      buckets,
      accessKeys,
      signingDates,
      readsAndDeletes,
      async (bucket, accessKey, date, request) => {
        const { ours, sdk } = bothSigners(bucket, accessKey, date);
        expect((await ours.sign(request)).url).toBe(await sdk.sign(request));
      },
    ),
    { numRuns: 1_200 },
  );
}, 120_000);

test("uploads bind the headers that the SDK binds, and have its URLs", async () => {
  await fc.assert(
    fc.asyncProperty(buckets, accessKeys, signingDates, uploads, async (bucket, accessKey, date, request) => {
      const { ours, sdk } = bothSigners(bucket, accessKey, date);
      const grant = await ours.sign(request);
      expect(grant.url).toBe(await sdk.sign(request));
      const signed = new URL(grant.url).searchParams.get("X-Amz-SignedHeaders")?.split(";");
      const sent = Object.keys(grant.headers).map((name) => name.toLowerCase());
      expect([...sent, "host"].sort()).toEqual(signed);
    }),
    { numRuns: 1_000 },
  );
}, 120_000);

test("what a user asked for has the SDK's URLs with X-User in them, byte for byte", async () => {
  await fc.assert(
    fc.asyncProperty(
      buckets,
      accessKeys,
      signingDates,
      attributed,
      async (bucket, accessKey, date, request) => {
        const { ours, sdk } = bothSigners(bucket, accessKey, date);
        const { url } = await ours.sign(request);
        expect(url).toBe(await sdk.sign(request));
        expect(new URL(url).searchParams.get("X-User")).toBe(request.user);
      },
    ),
    { numRuns: 600 },
  );
}, 120_000);

test("one signer agrees with the SDK whatever it signed before", async () => {
  await fc.assert(
    fc.asyncProperty(buckets, accessKeys, signingDates, requestRuns, async (bucket, accessKey, date, run) => {
      let now = date;
      const ours = roomOf(bucket.provider)?.signer(bucket, accessKey, { now: () => now });
      for (const { laterMs, request } of run) {
        now = new Date(now.getTime() + laterMs);
        const { sdk } = bothSigners(bucket, accessKey, now);
        expect((await ours?.sign(request))?.url).toBe(await sdk.sign(request));
      }
    }),
    { numRuns: 150 },
  );
}, 120_000);

test("lists have the SDK's URLs, byte for byte", async () => {
  await fc.assert(
    fc.asyncProperty(
      buckets,
      accessKeys,
      signingDates,
      keys,
      expiries,
      async (bucket, accessKey, date, prefix, expiry) => {
        const { ours, sdk } = bothSigners(bucket, accessKey, date);
        expect((await ours.signList(prefix, expiry)).url).toBe(await sdk.signList(prefix, expiry));
      },
    ),
    { numRuns: 200 },
  );
}, 120_000);

test("one signer keeps agreeing with the SDK from one day to the next and back", async () => {
  const dates = ["2026-11-24T23:59:59Z", "2026-11-25T00:00:00Z", "2026-11-24T12:00:00Z"].map(
    (text) => new Date(text),
  );
  await fc.assert(
    fc.asyncProperty(buckets, accessKeys, uploads, async (bucket, accessKey, request) => {
      let now = new Date(0);
      const ours = roomOf(bucket.provider)?.signer(bucket, accessKey, { now: () => now });
      for (const date of dates) {
        now = date;
        const { sdk } = bothSigners(bucket, accessKey, date);
        expect((await ours?.sign(request))?.url).toBe(await sdk.sign(request));
      }
    }),
    { numRuns: 40 },
  );
}, 120_000);
