import {
  BlobSASPermissions,
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  SASProtocol,
  StorageSharedKeyCredential,
} from "@azure/storage-blob";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { secret } from "../../../lib/secret.ts";
import { azureRoom } from "../../../lib/storage/azure/room.ts";
import { SAS_VERSION } from "../../../lib/storage/azure/sas.ts";
import { NAMESPACE_URL, uuidV5 } from "../../../lib/storage/azure/uuid-v5.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import type { AccountKey, DelegationKey } from "../../../lib/storage/credentials.ts";
import type { Grant, SignRequest } from "../../../lib/storage/signer.ts";
import { expiries, keys, readsAndDeletes, signingDates, users } from "./sign-cases.ts";

type Key = AccountKey | DelegationKey;
type SasValues = Parameters<typeof generateBlobSASQueryParameters>[0];

const base64 = fc
  .uint8Array({ minLength: 1, maxLength: 64 })
  .map((raw) => Buffer.from(raw).toString("base64"));
const day = 86_400_000;

const accountKeys: fc.Arbitrary<Key> = base64.map((key) => ({ accountKey: secret(key) }));

/** Good at `date`, and for at least a minute and at most a week from then. */
const delegationKeys = (date: Date): fc.Arbitrary<Key> =>
  fc
    .record({ oid: fc.uuid(), tid: fc.uuid(), value: base64, left: fc.integer({ min: 60, max: 604_800 }) })
    .map(({ oid, tid, value, left }) => ({
      signedObjectId: oid,
      signedTenantId: tid,
      signedStart: new Date(date.getTime() - day),
      expiresAt: new Date(date.getTime() + left * 1000),
      signedService: "b",
      signedVersion: SAS_VERSION,
      value: secret(value),
    }));

const buckets = fc.record({
  provider: fc.constant("AZURE" as const),
  accountName: fc.stringMatching(/^[a-z0-9]{3,24}$/),
  name: fc.constantFrom("runs", "acme-runs-2", "1".repeat(63)),
  path: fc.constant(""),
});
const endpoints = fc.constantFrom(undefined, "http://127.0.0.1:10000", "https://{account}.blob.acme.test/");

const oneLine = (text: string | undefined) => !/[\r\n]/.test(text ?? "");
const uploads: fc.Arbitrary<SignRequest> = fc.record({
  method: fc.constant("PUT" as const),
  key: keys,
  expiresInSeconds: expiries,
  bound: fc.constantFrom({}, { ifNoneMatch: "*" as const }),
});
const requests = fc
  .oneof(readsAndDeletes, uploads)
  .filter(
    ({ key, responseContentType, responseContentDisposition }) =>
      oneLine(key) && oneLine(responseContentType) && oneLine(responseContentDisposition),
  );

const attributed = fc.tuple(requests, users).map(([request, user]) => ({ ...request, user }));

/** The token that Azure's own SDK makes. */
function sdkToken(
  bucket: Bucket & { accountName: string },
  key: Key,
  grant: Grant,
  values: Partial<SasValues>,
) {
  const all: SasValues = {
    version: SAS_VERSION,
    containerName: bucket.name,
    expiresOn: grant.expiresAt,
    ...(grant.url.startsWith("https:") && { protocol: SASProtocol.Https }),
    ...values,
  };
  const { accountName } = bucket;
  if ("accountKey" in key) {
    const shared = new StorageSharedKeyCredential(accountName, key.accountKey.reveal());
    return generateBlobSASQueryParameters(all, shared).toString();
  }
  const { signedStart, expiresAt, value, ...rest } = key;
  const delegation = {
    ...rest,
    signedStartsOn: signedStart,
    signedExpiresOn: expiresAt,
    value: value.reveal(),
  };
  return generateBlobSASQueryParameters(all, delegation, accountName).toString();
}

function blobValues(request: SignRequest): Partial<SasValues> {
  const permissions = { GET: "r", HEAD: "r", DELETE: "d", PUT: request.bound?.ifNoneMatch ? "c" : "cw" };
  const reads = request.method === "GET" || request.method === "HEAD";
  return {
    blobName: request.key,
    permissions: BlobSASPermissions.parse(permissions[request.method]),
    ...(reads && request.responseContentType && { contentType: request.responseContentType }),
    ...(reads &&
      request.responseContentDisposition && { contentDisposition: request.responseContentDisposition }),
  };
}

describe.each([
  ["account key", () => accountKeys],
  ["user delegation key", delegationKeys],
] as const)("by %s", (_kind, keysAt) => {
  const cases = signingDates.chain((date) => fc.tuple(buckets, keysAt(date), fc.constant(date), endpoints));

  test("every grant has the SDK's token, byte for byte, and the SDK's blob", () => {
    fc.assert(
      fc.property(cases, requests, ([bucket, key, date, endpoint], request) => {
        const grant = azureRoom.signer(bucket, key, { now: () => date, endpoint }).sign(request);
        const [address = "", token] = grant.url.split("?");
        expect(token).toBe(sdkToken(bucket, key, grant, blobValues(request)));
        expect(decodeURIComponent(address).endsWith(`/${bucket.name}/${request.key}`)).toBe(true);
        const asked = date.getTime() + request.expiresInSeconds * 1000;
        const end = "expiresAt" in key ? Math.min(asked, key.expiresAt.getTime()) : asked;
        expect(grant.expiresAt).toEqual(new Date(end));
      }),
      { numRuns: 1_000 },
    );
  }, 120_000);

  test("what a user asked for has the SDK's token, with a correlation id wherever a token may have one", () => {
    fc.assert(
      fc.property(cases, attributed, ([bucket, key, date, endpoint], request) => {
        const grant = azureRoom.signer(bucket, key, { now: () => date, endpoint }).sign(request);
        const correlationId = uuidV5(NAMESPACE_URL, request.user);
        const delegated = "accountKey" in key ? {} : { correlationId };
        const token = grant.url.split("?")[1];
        expect(token).toBe(sdkToken(bucket, key, grant, { ...blobValues(request), ...delegated }));
        expect(token?.includes(`&scid=${correlationId}&`)).toBe(!("accountKey" in key));
      }),
      { numRuns: 400 },
    );
  }, 120_000);

  test("one signer agrees with the SDK whatever it signed before", () => {
    const run = fc.array(
      fc.tuple(
        fc.constantFrom(0, 0, 0, 400, 1_000),
        fc.oneof(
          fc.record({
            method: fc.constantFrom("GET" as const, "PUT" as const, "DELETE" as const),
            key: fc.constantFrom("a", "b/c", "ü"),
            expiresInSeconds: fc.constantFrom(10, 20),
          }),
          attributed,
        ),
      ),
      { minLength: 2, maxLength: 12 },
    );
    fc.assert(
      fc.property(cases, run, ([bucket, key, date, endpoint], steps) => {
        let now = date;
        const ours = azureRoom.signer(bucket, key, { now: () => now, endpoint });
        for (const [laterMs, request] of steps) {
          now = new Date(now.getTime() + laterMs);
          const grant = ours.sign(request);
          const { user } = request as SignRequest;
          const values = {
            ...blobValues(request),
            ...(user !== undefined &&
              !("accountKey" in key) && { correlationId: uuidV5(NAMESPACE_URL, user) }),
          };
          expect(grant.url.split("?")[1]).toBe(sdkToken(bucket, key, grant, values));
        }
      }),
      { numRuns: 300 },
    );
  }, 120_000);

  test("lists have the SDK's token, byte for byte", () => {
    fc.assert(
      fc.property(cases, keys, expiries, ([bucket, key, date, endpoint], prefix, expiry) => {
        const grant = azureRoom.signer(bucket, key, { now: () => date, endpoint }).signList(prefix, expiry);
        const token = sdkToken(bucket, key, grant, { permissions: ContainerSASPermissions.parse("l") });
        expect(grant.url.split("&maxresults=1&")[1]).toBe(token);
        expect(new URL(grant.url).searchParams.get("prefix")).toBe(prefix);
      }),
      { numRuns: 500 },
    );
  }, 120_000);
});
