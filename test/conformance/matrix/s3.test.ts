import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, beforeAll } from "vitest";
import { parseAddress } from "../../../lib/buckets/address.ts";
import { memoryObjects } from "../../support/memory-objects.ts";
import { selfSigned } from "../../support/self-signed.ts";
import { s3Error } from "../../support/store-faults.ts";
import { applyAws } from "./aws.ts";
import { corsRows } from "./cors-rows.ts";
import { describeRows, expectEveryRow, type Row } from "./describe-rows.ts";
import { permissionRows } from "./permission-rows.ts";
import { asS3, noMultipart, type S3MatrixBench, startS3Matrix } from "./s3-bucket.ts";
import { sharedRows } from "./shared-rows.ts";

type S3Row = Row<S3MatrixBench>;

const badKeys = (
  row: "wrong key id" | "wrong secret",
  keys: (known: string) => string,
  message: string,
  fix: string,
): S3Row => ({
  row,
  broken({ bench }) {
    const [known = ""] = bench.address().slice("s3://".length).split(":");
    return { address: bench.address({ keys: keys(known) }) };
  },
  amiss: ["credentials-accepted: failed error"],
  says: { check: "credentials-accepted", message, fix },
  repaired: () => undefined,
});

const ACTIONS = {
  list: "s3:ListBucket",
  write: "s3:PutObject",
  read: "s3:GetObject",
  delete: "s3:DeleteObject",
  abort: "s3:AbortMultipartUpload",
};

const KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** Miniflare takes no upload that names a key: a store in memory does, and says so, or does not. */
const keeping = ({ store, bucketName }: S3MatrixBench["bench"], says: Record<string, string>) => ({
  kmsKeyId: KEY,
  faults: [memoryObjects({ says, bucketPath: `${new URL(store.endpoint).pathname}/${bucketName}/` })],
});

const ROWS: S3Row[] = [
  badKeys(
    "wrong key id",
    () => "AKNOBODY:secret",
    "The store does not know this access key id.",
    "Check the access key id",
  ),
  badKeys(
    "wrong secret",
    (known) => `${known}:wrong%2Fsecret`,
    "the secret does not belong to it",
    "it must be percent-encoded",
  ),
  ...sharedRows<S3MatrixBench>({
    bucketOf({ bench }) {
      const read = parseAddress(bench.address(), { registeredHosts: new Set() });
      if (!read.ok) throw new Error(read.problem);
      return read.bucket;
    },
    addressOf: ({ bench }, path) => bench.address({ path }),
    askedAt({ bench }, place) {
      const address = bench.address({ at: place });
      return { address, registered: address };
    },
    busy: s3Error(503, "ServiceUnavailable"),
  }),
  ...permissionRows<S3MatrixBench>({
    without: (need) => ({
      broken({ settings }) {
        if (need !== "multipart") settings.denied.add(ACTIONS[need]);
      },
      repaired: applyAws,
    }),
    permissions: ACTIONS, // an upload in parts has none of its own
    multipartDoing: "",
  }),
  {
    row: "no multipart",
    form: "a store that has none",
    broken: () => ({ faults: [noMultipart] }),
    amiss: ["multipart-accepted: failed error"],
    says: {
      check: "multipart-accepted",
      message: "The store does not offer beginning an upload in parts.",
      fix: "Use a store that speaks its protocol in full.",
    },
    repaired: () => undefined,
  },
  ...corsRows<S3MatrixBench>({
    setCors({ settings }, rule) {
      settings.cors = rule ? [asS3(rule)] : [];
    },
    refusal: "the preflight is answered with HTTP 403",
    etagSeverity: "error",
    fix: "aws s3api put-bucket-cors --bucket acme-data --endpoint-url http://127.0.0.1:",
    apply: applyAws,
  }),
  {
    row: "missing bucket",
    broken({ bench }) {
      const address = bench.address({ bucketName: "not-there" });
      return { address, registered: address };
    },
    amiss: ["bucket-exists: failed error"],
    says: {
      check: "bucket-exists",
      message: "The bucket does not exist.",
      fix: "Create the bucket, or correct its name.",
    },
    repaired: () => undefined,
  },
  {
    row: "wrong region",
    broken({ settings }) {
      settings.region = "eu-west-3";
    },
    amiss: ["region-matches: failed error"],
    says: {
      check: "region-matches",
      message: "The bucket is in the region eu-west-3, and us-east-1 was given.",
      fix: "Give the region eu-west-3.",
    },
    repaired({ bench }, fix) {
      const [, region = ""] = /^Give the region ([a-z0-9-]+)\.$/.exec(fix) ?? [];
      return { address: bench.address().replace("region=us-east-1", `region=${region}`) };
    },
  },
  {
    row: "public bucket",
    broken({ settings }) {
      settings.public = true;
    },
    amiss: ["not-public: failed error"],
    says: {
      check: "not-public",
      message: "Anyone can read the bucket's objects without signing.",
      fix: "aws s3api put-bucket-acl --bucket acme-data --endpoint-url http://127.0.0.1:",
    },
    repaired: applyAws,
  },
  {
    row: "versioning off",
    broken({ settings }) {
      settings.versioning = false;
    },
    amiss: ["versioning-enabled: failed warning"],
    says: {
      check: "versioning-enabled",
      message: "the bucket keeps no old versions",
      fix: "aws s3api put-bucket-versioning --bucket acme-data --endpoint-url http://127.0.0.1:",
    },
    repaired: applyAws,
  },
  {
    row: "clock off by an hour",
    form: "behind",
    broken: () => ({ now: () => new Date(Date.now() - 3_600_000) }),
    amiss: ["credentials-accepted: inconclusive error", "clock-in-sync: failed warning"],
    says: { check: "clock-in-sync", message: "The store's clock is 60 min ahead of ours.", fix: "by NTP" },
    repaired: () => undefined,
  },
  {
    row: "declared KMS key not used",
    broken: ({ bench }) => keeping(bench, {}),
    amiss: ["encryption-as-declared: failed error"],
    says: {
      check: "encryption-as-declared",
      message: "A KMS key was declared, and the store does not encrypt with it.",
      fix: "See that the store knows the key and encrypts with it",
    },
    repaired: ({ bench }) =>
      keeping(bench, {
        "x-amz-server-side-encryption": "aws:kms",
        "x-amz-server-side-encryption-aws-kms-key-id": KEY,
      }),
  },
  {
    row: "expiring lifecycle",
    broken({ bench, settings }) {
      settings.expiresUnder = "runs/";
      return { address: bench.address({ path: "runs" }) };
    },
    amiss: ["history-retained: failed warning"],
    says: {
      check: "history-retained",
      message: "will delete objects under the path",
      fix: "give W&B a bucket or path without one",
    },
    repaired: ({ bench }) => ({ address: bench.address({ path: "history" }) }),
  },
];

const TLS_ROWS: S3Row[] = [
  {
    row: "http for https",
    broken: ({ bench }) => ({
      address: bench.address({ query: "" }),
      registered: bench.address({ query: "" }),
    }),
    amiss: ["credentials-accepted: failed error"],
    says: {
      check: "credentials-accepted",
      message: "The store speaks https on that port",
      fix: "tls=true",
    },
    silent: true,
    repaired({ bench }, fix) {
      const [, option = ""] = /(tls=\w+)/.exec(fix) ?? [];
      return { address: bench.address({ query: `&${option}` }) };
    },
  },
];

describeRows("S3-compatible", { start: startS3Matrix, rows: ROWS });
describeRows("S3-compatible over TLS", { start: () => startS3Matrix({ tls: true }), rows: TLS_ROWS });
expectEveryRow([...ROWS, ...TLS_ROWS], []);

const vouchedBefore = getCACertificates("default");
beforeAll(() => setDefaultCACertificates([...vouchedBefore, selfSigned.cert]));
afterAll(() => setDefaultCACertificates(vouchedBefore));
