import { expect } from "vitest";
import type { GcsPermission } from "../../../functions/local/gcs/gcs-bucket.ts";
import { parseStorageBucket } from "../../../lib/buckets/storage-bucket.ts";
import { type GcpBench, type GcpKeyKind, startGcpBench } from "../../support/gcp-bench.ts";
import { rsaKeyPair } from "../../support/gcs-store.ts";
import { s3Error } from "../../support/store-faults.ts";
import { LOCAL_ORIGIN } from "../../support/validate-address.ts";
import { corsRows } from "./cors-rows.ts";
import { describeRows, expectEveryRow, type NotApplicable, type Row } from "./describe-rows.ts";
import { applyGcloud } from "./gcloud.ts";
import { permissionRows } from "./permission-rows.ts";
import { sharedRows } from "./shared-rows.ts";

type GcpRow = Row<GcpBench>;

/** Where the keys are what is wrong, the keys of the bench are what is right. */
const badKeys = (
  row: "wrong key id" | "wrong secret",
  keys: string,
  message: string,
  fix: string,
): GcpRow => ({
  row,
  broken: (bench) => ({ address: bench.address({ keys }) }),
  amiss: ["credentials-accepted: failed error"],
  says: { check: "credentials-accepted", message, fix },
  repaired: () => undefined,
});

const NOT_KNOWN = [
  "The store does not know this access key id or service account.",
  "Check the access key id",
] as const;
const NOT_ITS_SECRET = [
  "the secret or private key does not belong to it",
  "it must be percent-encoded",
] as const;
const EMAIL = "byob@acme.iam.gserviceaccount.com";
const other = encodeURIComponent(rsaKeyPair().privateKey.reveal());

const KEY_ROWS: Record<GcpKeyKind, GcpRow[]> = {
  "HMAC key": [
    badKeys("wrong key id", "GOOG1ENOBODY:secret", ...NOT_KNOWN),
    badKeys("wrong secret", "GOOG1EBYOBTESTBYOBTEST:wrong%2Fsecret", ...NOT_ITS_SECRET),
  ],
  "private key": [
    badKeys("wrong key id", `nobody@acme.iam.gserviceaccount.com:${other}`, ...NOT_KNOWN),
    badKeys("wrong secret", `${EMAIL}:${other}`, ...NOT_ITS_SECRET),
  ],
};

const NEEDED = {
  list: "storage.objects.list",
  write: "storage.objects.create",
  read: "storage.objects.get",
  delete: "storage.objects.delete",
  multipart: "storage.multipartUploads.create",
  abort: "storage.multipartUploads.abort",
} as const satisfies Record<string, GcsPermission>;

const NO_HEADER = "the answer has no access-control-allow-origin header";
const CORS_FIX = "gcloud storage buckets update gs://acme-bucket --cors-file=";

const ROWS: GcpRow[] = [
  ...sharedRows<GcpBench>({
    bucketOf: () => ({ provider: "GCP", name: "acme-bucket", path: "" }),
    addressOf: (bench, path) => bench.address({ path }),
    askedAt: (_, place) => ({ deployment: { endpoints: { GCP: `http://${place}` } } }),
    busy: s3Error(503, "ServiceUnavailable"),
  }),
  ...permissionRows<GcpBench>({
    without: (need) => ({
      broken({ settings, clientEmail }) {
        const all = settings.permissions[clientEmail] ?? [];
        settings.permissions[clientEmail] = all.filter((name) => name !== NEEDED[need]);
      },
      repaired: applyGcloud,
    }),
    permissions: {
      ...NEEDED,
      write: "storage.objects.create and storage.objects.delete",
      multipart: "storage.multipartUploads.create and storage.objects.create",
    },
    // Without it Cloud Storage answers 403 for an object that is not there, and nothing tells what is gone.
    amiss: {
      list: ["list-allowed: failed error", "probe-removed: inconclusive warning"],
    },
    multipartDoing: "beginning an upload in parts",
  }),
  ...corsRows<GcpBench>({
    setCors({ settings }, rule) {
      settings.cors = rule
        ? [{ origin: rule.origins, method: rule.methods, responseHeader: [...rule.sent, ...rule.read] }]
        : [];
    },
    refusal: NO_HEADER,
    etagSeverity: "warning",
    fix: CORS_FIX,
    apply: applyGcloud,
  }),
  {
    row: "CORS without exposed ETag",
    form: "as W&B's document has it, whose exposeHeaders Cloud Storage does not know",
    broken({ settings }) {
      const document = { origin: ["*"], method: ["GET", "HEAD", "PUT"], responseHeader: ["Content-Type"] };
      settings.cors = [document];
    },
    amiss: ["browser-complete: failed warning", "cors-policy-complete: failed warning"],
    says: {
      check: "browser-complete",
      message: `lacks: PUT: ${NO_HEADER}; ETag is not exposed to pages of ${LOCAL_ORIGIN}.`,
      fix: CORS_FIX,
    },
    repaired: applyGcloud,
  },
  {
    row: "missing bucket",
    broken(bench) {
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
    row: "http for https",
    broken: (bench) => ({ address: `${bench.address()}?tls=false` }),
    amiss: ["address-well-formed: failed error"],
    says: {
      check: "address-well-formed",
      message: "Google Cloud Storage is always reached over https, so tls=false cannot be.",
      fix: "Leave tls away.",
    },
    silent: true,
    repaired: (_bench, _fix, { address = "" }) => ({ address: address.replace("?tls=false", "") }),
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
      fix: "gcloud storage buckets update gs://acme-bucket --public-access-prevention",
    },
    repaired: applyGcloud,
  },
  {
    // By the XML API nobody can tell whether soft delete, which is on unless it was switched off, keeps them.
    row: "versioning off",
    broken({ settings }) {
      settings.versioning = false;
    },
    amiss: ["versioning-enabled: inconclusive warning"],
    says: {
      check: "versioning-enabled",
      message: "whether it keeps deleted objects",
      fix: "gcloud storage buckets update gs://acme-bucket",
    },
    repaired: applyGcloud,
  },
  {
    row: "clock off by an hour",
    form: "behind",
    broken: () => ({ now: () => new Date(Date.now() - 3_600_000) }),
    amiss: ["credentials-accepted: inconclusive error", "clock-in-sync: failed warning"],
    says: {
      check: "credentials-accepted",
      message: "The store's clock and ours differ by more than the store accepts.",
      fix: "Set the clock",
    },
    repaired: () => undefined,
  },
  {
    row: "clock off by an hour",
    form: "ahead",
    broken: () => ({ now: () => new Date(Date.now() + 3_600_000) }),
    amiss: ["credentials-accepted: inconclusive error", "clock-in-sync: failed warning"],
    says: { check: "clock-in-sync", message: "The store's clock is 60 min behind ours.", fix: "by NTP" },
    repaired: () => undefined,
  },
  {
    row: "expiring lifecycle",
    broken(bench) {
      bench.settings.lifecycleRules = [{ action: { type: "Delete" }, condition: { age: 30 } }];
      return { address: bench.address({ path: "runs" }) };
    },
    amiss: ["history-retained: failed warning"],
    says: {
      check: "history-retained",
      message: "will delete objects under the path",
      fix: "Take the path out of the rule",
    },
    repaired({ settings }, _fix, asked) {
      const condition = { age: 30, matchesPrefix: ["tmp/"] };
      settings.lifecycleRules = [{ action: { type: "Delete" }, condition }];
      return asked;
    },
  },
];

const NOT_APPLICABLE: NotApplicable<GcpBench>[] = [
  {
    row: "wrong region",
    because: "a signature for Cloud Storage names no region",
    async shown(bench) {
      const { check } = await bench.validate();
      expect(check("region-matches")).toMatchObject({
        status: "skipped",
        message: "Not applicable: Google Cloud Storage signs for no region.",
      });
    },
  },
  {
    row: "declared KMS key not used",
    because: "an upload to Cloud Storage names no key, so none can be declared",
    async shown() {
      const asked = { provider: "GCP", name: "acme-bucket", kmsKeyId: "projects/a/b" } as const;
      expect(parseStorageBucket(asked, { registeredHosts: new Set() })).toMatchObject({
        ok: false,
        problem: expect.stringContaining("kmsKeyId has no meaning for Google Cloud Storage"),
      });
    },
  },
];

for (const kind of ["HMAC key", "private key"] as const) {
  const rows = [...KEY_ROWS[kind], ...ROWS];
  describeRows(`Cloud Storage by ${kind}`, {
    start: () => startGcpBench(kind),
    rows,
    notApplicable: NOT_APPLICABLE,
  });
  expectEveryRow(rows, NOT_APPLICABLE);
}
