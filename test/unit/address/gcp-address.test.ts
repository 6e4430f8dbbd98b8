import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import { bare, found, parse, problemOf } from "./reading.ts";
import { EMAIL, pem, rsaKey } from "./sample-keys.ts";

const PEM = pem(rsaKey());
const KEY = encodeURIComponent(PEM);
const gcs = (name: string, path = ""): Bucket => ({ provider: "GCP", name, path });

const READ: [address: string, bucket: Bucket][] = [
  ["gs://bkt", gcs("bkt")],
  ["GS://bkt/a/b/", gcs("bkt", "a/b")],
  ["  gs://bkt///a?\n", gcs("bkt", "a")],
  ["gs://bkt?tls=true", gcs("bkt")],
  ["gs://bkt.acme.com/p", gcs("bkt.acme.com", "p")],
  ["gs://bkt/a@b", gcs("bkt", "a@b")],
  ["gs://@bkt/x:y@z", gcs("bkt", "x:y@z")],
  ["gs://storage.googleapis.com/bkt/p", gcs("bkt", "p")],
  ["gs://Bkt.storage.googleapis.com./p", gcs("bkt", "p")],
  ["gs://storage.cloud.google.com/bkt", gcs("bkt")],
  ["s3://storage.googleapis.com:443/bkt", gcs("bkt")],
  ["cw://bkt.storage.googleapis.com", gcs("bkt")],
  // A host of another provider means that one.
  ["gs://bkt.cwobject.com/p", { provider: "COREWEAVE", name: "bkt", path: "p" }],
  ["gs://s3.eu-west-1.amazonaws.com/bkt", { provider: "AWS", name: "bkt", path: "", region: "eu-west-1" }],
];

const REFUSED: [address: string, words: RegExp][] = [
  ["gcs://bkt", /gs:\/\/, not gcs.*gs:\/\/<serviceAccountEmail>:<urlEncodedPrivateKey>@<bucket>/],
  ["https://storage.googleapis.com/bkt", /does not begin with https:\/\/.*Write gs:\/\/<bucket>/],
  ["http://bkt.storage.googleapis.com:80/p", /does not begin with http:\/\/.*Write gs:\/\/<bucket>/],
  ["https://x:y@storage.cloud.google.com?z", /Write gs:\/\/<bucket>/],
  ["gs://", /names no bucket/],
  ["gs:///p", /names no bucket/],
  ["gs://storage.googleapis.com", /names no bucket/],
  ["gs://bkt?region=eu", /region has no meaning for Google Cloud Storage/],
  ["gs://bkt?forcePathStyle=true", /forcePathStyle has no meaning/],
  ["gs://bkt?basePath=x", /basePath has no meaning/],
  ["gs://bkt?tls=false", /tls=false/],
  ["gs://bkt?userProject=x", /the key userProject/],
  ["gs://bkt:4443", /without a host or a port/],
  ["gs://127.0.0.1:4443/bkt", /without a host or a port/],
  ["gs://[::1]/bkt", /without a host or a port/],
  ["gs://storage.googleapis.com:4443/bkt", /Google Cloud Storage is reached on port 443 only/],
  ["gs://storage.europe-west3.rep.googleapis.com/bkt", /not the one of Cloud Storage/],
  ["gs://www.googleapis.com/storage/v1/b/bkt", /not the one of Cloud Storage/],
  ["gs://storage.googleapis.com/s3.amazonaws.com", /host of a storage provider/],
  ["gs://b kt", /character that belongs to an address/],
  ["gs://bkt/a/../b", /segment \. or \.\./],
  ["gs://bkt/_teams", /begins with _teams/],
  [`gs://${EMAIL}@bkt`, /needs both a service account's e-mail address and its private key/],
  [`gs://${EMAIL}:@bkt`, /needs both/],
  [`gs://:${KEY}@bkt`, /needs both/],
  [`gs://${EMAIL}/bkt`, /needs both|character/],
  [`gs://${EMAIL}:${KEY}`, /without a host or a port/],
  [`gs://acme@acme.com:${KEY}@bkt`, /neither the e-mail address of a service account/],
  [`gs://a@b@c.iam.gserviceaccount.com:${KEY}@bkt`, /neither the e-mail address/],
  [`gs://svc@evil.test/gserviceaccount.com:${KEY}@bkt`, /ends it too early/],
  [`gs://svc%2Fx@acme.iam.gserviceaccount.com:${KEY}@bkt`, /neither the e-mail address/],
  [`gs://AKIA123:hush@bkt`, /neither the e-mail address.*GOOG/],
  [`gs://s%zz@acme.iam.gserviceaccount.com:${KEY}@bkt`, /begins no percent-encoded character/],
  [`gs://${EMAIL}:100%@bkt`, /begins no percent-encoded character/],
  [`gs://${EMAIL}:hush@bkt`, /private key is not one in PEM/],
  [`gs://${EMAIL}:${PEM.replaceAll("\n", "\\n")}@bkt`, /ends it too early.*%0A/],
  [`gs://${EMAIL}:${PEM}@bkt`, /control character.*%0A/],
  [`gs://${EMAIL}:${KEY}@bkt/a@b`, /ends it too early.*field path/],
  [`s3://${EMAIL}:hush@storage.googleapis.com/bkt`, /private key is not one in PEM/],
  ["s3://AK:SK@storage.googleapis.com/bkt", /neither the e-mail address/],
  ["s3://AK:SK@storage.googleapis.com/bkt?region=r", /neither the e-mail address/],
  ["s3://GOOG1EACME:SK@storage.googleapis.com/bkt?region=auto", /region has no meaning/],
  ["gs://GOOG1EACME:%0A@bkt", /control character/],
];

describe("an address of Google Cloud Storage", () => {
  it.each(READ)("%s is read", (address, bucket) => {
    expect(found(parse(address))).toMatchObject({ bucket, warnings: [] });
    expect(found(parse(address)).bucket).toEqual(bucket);
  });

  it.each(REFUSED)("%s is refused with a sentence", (address, words) => {
    expect(problemOf(parse(address))).toMatch(words);
  });
});

describe("keys in an address of Google Cloud Storage", () => {
  it.each([
    ["as it is", `gs://${EMAIL}:${KEY}@bkt/p`],
    ["with its e-mail address encoded", `gs://${encodeURIComponent(EMAIL)}:${KEY}@bkt/p`],
    ["in capitals", `gs://${EMAIL.toUpperCase()}:${KEY}@bkt/p`],
    ["with \\n for line breaks", `gs://${EMAIL}:${encodeURIComponent(PEM.replaceAll("\n", "\\n"))}@bkt/p`],
    [
      "with \\n for line breaks, written as they are",
      `gs://${EMAIL}:${PEM.replaceAll("\n", "\\n").replaceAll("/", "%2F")}@bkt/p`,
    ],
    ["before a host", `s3://${EMAIL}:${KEY}@storage.googleapis.com/bkt/p`],
  ])("are a service account's, %s", (_title, address) => {
    const result = found(parse(address));
    expect(result.bucket).toEqual(gcs("bkt", "p"));
    expect(bare(result.credentials)).toEqual({ clientEmail: EMAIL, privateKey: PEM });
    expect(inspect(result, { depth: 9 }) + JSON.stringify(result)).not.toContain("PRIVATE");
  });

  it.each(["gs://GOOG1EACME:a%2Fb%2B+c=@bkt", "s3://GOOG1EACME:a%2Fb%2B+c=@storage.googleapis.com/bkt"])(
    "are an HMAC key in %s",
    (address) => {
      expect(bare(found(parse(address)).credentials)).toEqual({
        accessKeyId: "GOOG1EACME",
        secretAccessKey: "a/b++c=",
      });
    },
  );

  it.each([
    "123456789-compute@developer.gserviceaccount.com",
    "acme-prod@appspot.gserviceaccount.com",
    "svc@acme.example.com.iam.gserviceaccount.com",
  ])("may be those of %s", (email) => {
    expect(found(parse(`gs://${email}:${KEY}@bkt`)).credentials).toMatchObject({ clientEmail: email });
  });

  it("of 4,096 bits fit into an address", () => {
    const key = encodeURIComponent(pem(rsaKey(4096)));
    expect(found(parse(`gs://${EMAIL}:${key}@bkt`)).credentials).toHaveProperty("privateKey");
  });

  it("are absent when none were written", () => {
    expect(found(parse("gs://@bkt"))).not.toHaveProperty("credentials");
  });
});
