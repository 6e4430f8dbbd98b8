import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { secret } from "../../../lib/secret.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import type { AccessKey } from "../../../lib/storage/credentials.ts";
import { gcpRoom } from "../../../lib/storage/gcp/room.ts";
import { gcpSdkOracle, hmacUrl } from "./gcp-oracles.ts";
import { attributed, expiries, keys, readsAndDeletes, requestRuns, uploads } from "./sign-cases.ts";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

// The SDK warns on stderr that its option `credentials` is to be trusted only with one's own keys.
vi.spyOn(console, "warn").mockImplementation(() => undefined);

const accounts = fc.constantFrom(
  ...["byob@acme.iam.gserviceaccount.com", "1234-compute@developer.gserviceaccount.com"].map(
    (clientEmail) => {
      const key = { clientEmail, privateKey: secret(privateKey) };
      return { key, sdk: gcpSdkOracle(key) };
    },
  ),
);

const hmacKeys: fc.Arbitrary<AccessKey> = fc.record({
  accessKeyId: fc.stringMatching(/^GOOG[A-Z0-9]{20,57}$/),
  secretAccessKey: fc.stringMatching(/^[A-Za-z0-9/+]{40}$/).map(secret),
});

const buckets: fc.Arbitrary<Bucket> = fc
  .constantFrom("acme-runs", "with.dots.in-it", "under_score", "a".repeat(63))
  .map((name) => ({ provider: "GCP", name, path: "" }));

/** Seconds only, and to come: the SDK signs no expiry in the past. */
const dates = fc
  .integer({ min: Date.UTC(2030, 0, 1) / 1000, max: Date.UTC(2099, 11, 31) / 1000 })
  .map((seconds) => new Date(seconds * 1000));

/** The SDK's URLs lose dot segments; presign refuses such keys. */
const withoutDotSegments = ({ key }: { key: string }) =>
  !key.split("/").some((segment) => segment === "." || segment === "..");

const reads = readsAndDeletes.filter(withoutDotSegments);
const writes = uploads.filter(withoutDotSegments);
const namedRequests = attributed.filter(withoutDotSegments);

test("with a private key, downloads, heads and deletes have the SDK's URLs, byte for byte", async () => {
  await fc.assert(
    fc.asyncProperty(buckets, accounts, dates, reads, async (bucket, { key, sdk }, date, request) => {
      const ours = gcpRoom.signer(bucket, key, { now: () => date });
      expect((await ours.sign(request)).url).toBe(await sdk.sign(bucket, date, request));
    }),
    { numRuns: 600 },
  );
}, 120_000);

test("with a private key, uploads bind the headers that the SDK binds, and have its URLs", async () => {
  await fc.assert(
    fc.asyncProperty(buckets, accounts, dates, writes, async (bucket, { key, sdk }, date, request) => {
      const grant = await gcpRoom.signer(bucket, key, { now: () => date }).sign(request);
      expect(grant.url).toBe(await sdk.sign(bucket, date, request));
      const signed = new URL(grant.url).searchParams.get("X-Goog-SignedHeaders")?.split(";");
      const sent = Object.keys(grant.headers).map((name) => name.toLowerCase());
      expect([...sent, "host"].sort()).toEqual(signed);
    }),
    { numRuns: 500 },
  );
}, 120_000);

test("with a private key, lists have the SDK's URLs, byte for byte", async () => {
  await fc.assert(
    fc.asyncProperty(
      buckets,
      accounts,
      dates,
      keys,
      expiries,
      async (bucket, { key, sdk }, date, prefix, life) => {
        const ours = gcpRoom.signer(bucket, key, { now: () => date });
        expect((await ours.signList(prefix, life)).url).toBe(await sdk.signList(bucket, date, prefix, life));
      },
    ),
    { numRuns: 100 },
  );
}, 120_000);

test("with a private key, what a user asked for has the SDK's URLs with X-User in them, byte for byte", async () => {
  await fc.assert(
    fc.asyncProperty(buckets, accounts, dates, namedRequests, async (bucket, { key, sdk }, date, request) => {
      const { url } = await gcpRoom.signer(bucket, key, { now: () => date }).sign(request);
      expect(url).toBe(await sdk.sign(bucket, date, request));
      expect(new URL(url).searchParams.get("X-User")).toBe(request.user);
    }),
    { numRuns: 300 },
  );
}, 120_000);

test("with an HMAC key, one signer keeps to Google's pages whatever it signed before, users and all", async () => {
  await fc.assert(
    fc.asyncProperty(buckets, hmacKeys, dates, requestRuns, async (bucket, key, date, run) => {
      let now = date;
      const ours = gcpRoom.signer(bucket, key, { now: () => now });
      for (const { laterMs, request } of run) {
        now = new Date(now.getTime() + laterMs);
        expect((await ours.sign(request)).url).toBe(hmacUrl(bucket, key, now, request));
      }
    }),
    { numRuns: 300 },
  );
}, 120_000);

test("with an HMAC key, URLs are what Google's pages describe, byte for byte", async () => {
  const requests = fc.oneof(readsAndDeletes, uploads);
  await fc.assert(
    fc.asyncProperty(buckets, hmacKeys, dates, requests, async (bucket, key, date, request) => {
      const grant = await gcpRoom.signer(bucket, key, { now: () => date }).sign(request);
      expect(grant.url).toBe(hmacUrl(bucket, key, date, request));
    }),
    { numRuns: 1_200 },
  );
}, 120_000);

test("one HMAC signer keeps agreeing from one day to the next and back", async () => {
  const days = ["2026-11-24T23:59:59Z", "2026-11-25T00:00:00Z", "2026-11-24T12:00:00Z"].map(
    (text) => new Date(text),
  );
  await fc.assert(
    fc.asyncProperty(buckets, hmacKeys, uploads, async (bucket, key, request) => {
      let now = new Date(0);
      const ours = gcpRoom.signer(bucket, key, { now: () => now });
      for (const date of days) {
        now = date;
        expect((await ours.sign(request)).url).toBe(hmacUrl(bucket, key, date, request));
      }
    }),
    { numRuns: 50 },
  );
});
