import { expect } from "vitest";
import { parseStorageBucket } from "../../../lib/buckets/storage-bucket.ts";
import { type AzureBench, startAzureBench } from "../../support/azure-bench.ts";
import type { RequestKind } from "../../support/scripted-store.ts";
import { applyAz, asAzure } from "./az.ts";
import { azureError, roleMissing, timeOver } from "./azure-answers.ts";
import { corsRows } from "./cors-rows.ts";
import { describeRows, expectEveryRow, type NotApplicable, type Row } from "./describe-rows.ts";
import { permissionRows } from "./permission-rows.ts";
import { sharedRows } from "./shared-rows.ts";

type AzureRow = Row<AzureBench>;

const other = encodeURIComponent(Buffer.alloc(64, 7).toString("base64"));

const KEY_ROWS: AzureRow[] = [
  {
    row: "wrong secret",
    broken: (bench) => ({ address: bench.address({ keys: `:${other}` }) }),
    amiss: ["credentials-accepted: failed error"],
    says: {
      check: "credentials-accepted",
      message: "the account key does not belong to it",
      fix: "it must be percent-encoded",
    },
    repaired: () => undefined,
  },
];

const applied: AzureRow["repaired"] = async (bench, fix) => {
  await applyAz(bench, fix);
  return undefined;
};

const ROLE = "the role Storage Blob Data Owner";

/** What Azure refuses without the right to each. */
const DENIED = {
  list: ["list"],
  write: ["put", "multipart"],
  read: ["get", "head"],
  delete: ["delete"],
  multipart: ["multipart"],
  abort: [],
} as const satisfies Record<string, RequestKind[]>;

const ACCOUNT_ROWS: AzureRow[] = [
  ...corsRows<AzureBench>({
    async setCors({ account }, rule) {
      await account.setProperties({ cors: rule ? [asAzure(rule)] : [] });
    },
    refusal: "the preflight is answered with HTTP 403",
    etagSeverity: "warning",
    fix: "az storage cors clear --account-name acmestore --services b && az storage cors add ",
    apply: async (bench, fix) => void (await applyAz(bench, fix)),
  }),
  {
    row: "versioning off",
    broken: async ({ account }) => {
      await account.setProperties({ deleteRetentionPolicy: { enabled: false } });
    },
    amiss: ["versioning-enabled: failed warning"],
    says: {
      check: "versioning-enabled",
      message: "Deleted objects are gone at once",
      fix: "az storage account blob-service-properties update --account-name acmestore --enable-delete-retention true",
    },
    repaired: applied,
  },
];

const ROWS: AzureRow[] = [
  ...sharedRows<AzureBench>({
    bucketOf: () => ({ provider: "AZURE", name: "acme-runs", path: "", accountName: "acmestore" }),
    addressOf: (bench, path) => bench.address({ path }),
    askedAt: (_, place) => ({ deployment: { endpoints: { AZURE: `http://${place}` } } }),
    busy: azureError(503, "ServerBusy", ""),
  }),
  ...permissionRows<AzureBench>({
    // Azurite's keys may do everything: Azure's own refusal, until the role that the fix names is given.
    without: (need) => ({
      broken: () => ({ faults: [roleMissing(...DENIED[need])] }),
      async repaired(bench, fix, asked) {
        const roles = await applyAz(bench, fix);
        return roles.includes("Storage Blob Data Owner") ? undefined : asked;
      },
    }),
    permissions: { list: ROLE, write: ROLE, read: ROLE, delete: ROLE, multipart: ROLE },
    multipartDoing: "uploading a part",
  }),
  {
    row: "missing bucket",
    broken(bench) {
      const address = bench.address({ containerName: "not-there" });
      return { address, registered: address };
    },
    amiss: ["bucket-exists: failed error"],
    says: {
      check: "bucket-exists",
      message: "The bucket does not exist.",
      fix: "Create the bucket, or correct its name.",
    },
    async repaired({ account }, _, asked) {
      await account.getContainerClient("not-there").create();
      return asked;
    },
  },
  {
    row: "http for https",
    broken: (bench) => ({ address: `${bench.address()}?tls=false` }),
    amiss: ["address-well-formed: failed error"],
    says: {
      check: "address-well-formed",
      message: "Azure Blob Storage is always reached over https, so tls=false cannot be.",
      fix: "Leave tls away.",
    },
    silent: true,
    repaired: (_bench, _fix, { address = "" }) => ({ address: address.replace("?tls=false", "") }),
  },
  {
    row: "public bucket",
    broken: async ({ account, containerName }) => {
      await account.getContainerClient(containerName).setAccessPolicy("blob");
    },
    amiss: ["not-public: failed error"],
    says: {
      check: "not-public",
      message: "Anyone can read the bucket's objects without signing.",
      fix: "az storage account update --name acmestore --allow-blob-public-access false",
    },
    repaired: applied,
  },
  {
    row: "clock off by an hour",
    form: "behind",
    broken: () => ({ now: () => new Date(Date.now() - 3_600_000), faults: [timeOver("list")] }),
    amiss: ["credentials-accepted: inconclusive error", "clock-in-sync: failed warning"],
    says: { check: "clock-in-sync", message: "The store's clock is 60 min ahead of ours.", fix: "by NTP" },
    repaired: () => undefined,
  },
  {
    // A SAS of ours has no start, so that one from the future is good.
    row: "clock off by an hour",
    form: "ahead",
    broken: () => ({ now: () => new Date(Date.now() + 3_600_000) }),
    amiss: ["clock-in-sync: failed warning"],
    says: { check: "clock-in-sync", message: "The store's clock is 60 min behind ours.", fix: "by NTP" },
    repaired: () => undefined,
  },
];

/** Shows that a check does not apply, in its own words. */
const skipped = (
  row: NotApplicable<AzureBench>["row"],
  because: string,
  check: "region-matches" | "history-retained",
  message: string,
): NotApplicable<AzureBench> => ({
  row,
  because,
  async shown(bench) {
    const outcome = await bench.validate();
    expect(outcome.check(check)).toMatchObject({
      status: "skipped",
      message: expect.stringContaining(message),
    });
  },
});

const NOT_APPLICABLE: NotApplicable<AzureBench>[] = [
  {
    row: "wrong key id",
    because: "an account key has no id",
    async shown(bench) {
      const { check, amiss } = await bench.validate({ address: bench.address({ keys: `keyid:${other}` }) });
      expect(amiss).toEqual(["address-well-formed: failed error"]);
      expect(check("address-well-formed").message).toContain("the account's access key alone");
    },
  },
  skipped(
    "wrong region",
    "a SAS names no region",
    "region-matches",
    "Not applicable: Azure Blob Storage signs for no region.",
  ),
  {
    row: "declared KMS key not used",
    because: "an upload to Azure names no key, so none can be declared",
    async shown() {
      const bucket = { provider: "AZURE", accountName: "acmestore", containerName: "acme-runs" } as const;
      const asked = { ...bucket, kmsKeyId: "https://acme.vault.azure.net/keys/a" };
      expect(parseStorageBucket(asked, { registeredHosts: new Set() })).toMatchObject({
        ok: false,
        problem: expect.stringContaining("kmsKeyId has no meaning for Azure Blob Storage"),
      });
    },
  },
  skipped(
    "expiring lifecycle",
    "Azure tells its lifecycle rules to its management API alone",
    "history-retained",
    "See that none deletes objects under the path.",
  ),
];

const keyRows = [...KEY_ROWS, ...ROWS, ...ACCOUNT_ROWS];
describeRows("Azure by account key", {
  start: () => startAzureBench("account key"),
  rows: keyRows,
  notApplicable: NOT_APPLICABLE,
});
expectEveryRow(keyRows, NOT_APPLICABLE);

describeRows("Azure by managed identity", {
  start: () => startAzureBench("managed identity"),
  rows: ROWS,
});
