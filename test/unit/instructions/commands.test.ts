import { describe, expect, it } from "vitest";
import { instructionsOf } from "./instructions-of.ts";
import { runScript } from "./run-script.ts";

const KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab";

describe("a KMS key", () => {
  it.each([
    "alias/acme",
    KEY_ID,
    `arn:aws:kms:eu-west-1:111122223333:key/${KEY_ID}`,
    "arn:aws:kms:eu-west-1:111122223333:alias/acme",
  ])(
    "%s: its policy is put under its id, since an alias is refused there, and the bucket encrypts with its ARN",
    async (kmsKeyId) => {
      const { strict } = await instructionsOf("multi-tenant", {
        address: "s3://s3.eu-west-1.amazonaws.com/acme-models",
        kmsKeyId,
      });
      const { calls } = runScript(strict.shell);
      const put = calls.find(({ argv }) => argv[2] === "put-key-policy")?.argv ?? [];
      expect(put[put.indexOf("--key-id") + 1]).toBe(KEY_ID);
      const encryption = calls.find(({ argv }) => argv[2] === "put-bucket-encryption")?.argv.at(-1) ?? "";
      expect(JSON.parse(encryption).Rules[0].ApplyServerSideEncryptionByDefault).toEqual({
        SSEAlgorithm: "aws:kms",
        KMSMasterKeyID: `arn:aws:kms:eu-west-1:111122223333:key/${KEY_ID}`,
      });
    },
  );
});

describe("AWS's CLI is led to the store", () => {
  it.each([
    ["cw://acme-models", ["--endpoint-url", "https://cwobject.com"]],
    [
      "s3://m.acme.test:9000/acme-models?region=r1",
      ["--endpoint-url", "http://m.acme.test:9000", "--region", "r1"],
    ],
    ["s3://s3.eu-west-1.amazonaws.com/acme-models", ["--region", "eu-west-1"]],
  ])("%s", async (address, words) => {
    const { strict } = await instructionsOf("dedicated", { address });
    const calls = runScript(strict.shell).calls.filter(({ argv }) => argv[1] === "s3api");
    expect(calls.length).toBeGreaterThan(6);
    for (const { argv } of calls) {
      expect(argv.slice(5, 5 + words.length)).toEqual(words);
      expect(argv.slice(3, 5)).toEqual(["--bucket", "acme-models"]);
    }
  });

  it.each([
    ["us-east-1", undefined],
    ["eu-west-1", "LocationConstraint=eu-west-1"],
  ])("a bucket in %s is created there", async (region, constraint) => {
    const { strict } = await instructionsOf("dedicated", {
      address: `s3://s3.${region}.amazonaws.com/acme-models`,
    });
    const argv = runScript(strict.shell).calls.find(({ argv }) => argv[2] === "create-bucket")?.argv ?? [];
    expect(argv[argv.indexOf("--create-bucket-configuration") + 1]).toBe(constraint ?? argv[0]);
  });
});

describe("abandoned uploads are cleared under the team's path alone", () => {
  it.each([
    ["runs", { Prefix: "runs/" }, { age: 7, matchesPrefix: ["runs/"] }],
    ["", { Prefix: "" }, { age: 7 }],
  ])("'%s'", async (path, filter, condition) => {
    const s3 = await instructionsOf("dedicated", {
      address: "s3://s3.eu-west-1.amazonaws.com/acme-models",
      path,
    });
    expect(s3.strict.json["abort-incomplete-uploads"]).toEqual({
      Rules: [
        {
          ID: "wandb-abort-incomplete-uploads",
          Status: "Enabled",
          Filter: filter,
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        },
      ],
    });
    const gcs = await instructionsOf("dedicated", { address: "gs://acme-models", path });
    expect(gcs.strict.json["abort-incomplete-uploads"]).toEqual({
      rule: [{ action: { type: "AbortIncompleteMultipartUpload" }, condition }],
    });
  });
});

describe("nothing that was written is taken for more than text", () => {
  it("a path of nothing but a variable", async () => {
    const { strict } = await instructionsOf("multi-tenant", {
      address: "s3://s3.eu-west-1.amazonaws.com/acme-models/$HOME",
    });
    const copy = runScript(strict.shell).calls.find(({ argv }) => argv[2] === "cp");
    expect(copy?.argv[4]).toBe("s3://acme-models/$HOME/.wandb-byob/owner");
  });

  it("an organisation's name that is spelled like our own mark", async () => {
    const org = "\\u0001ACCOUNT_ID\\u0001";
    const { documented } = await instructionsOf("multi-tenant", { address: "cw://acme-models" }, { org });
    const policy = runScript(documented.shell)
      .calls.find(({ argv }) => argv[2] === "put-bucket-policy")
      ?.argv.at(-1);
    expect(JSON.parse(policy ?? "")).toEqual(documented.json["bucket-policy"]);
    expect(policy).toContain(JSON.stringify(org));
  });
});

it("in dedicated a container of Azure is used with a managed identity, never with a key", async () => {
  const { strict } = await instructionsOf("dedicated", { address: "az://acmemodels/runs" });
  expect(strict.json["create-team"]).toMatchObject({
    storageBucket: {
      address: "az://acmemodels/runs",
      azureTenantId: "<azureTenantId>",
      azureClientId: "<azureClientId>",
    },
  });
  expect(strict.shell).not.toContain("keys list");
});

it("the optional programs of a store are left alone unless the admin names theirs", async () => {
  const { strict } = await instructionsOf("self-managed", {
    address: "s3://m.acme.test:9000/acme-models?region=r1",
  });
  const without = runScript(strict.shell, { env: { CEPH_USER: "", MINIO_ALIAS: "" } });
  expect(without.ok).toBe(true);
  expect(without.calls.some(({ argv }) => argv[0] === "mc" || argv[2] === "put-bucket-policy")).toBe(false);
  const withBoth = runScript(strict.shell);
  expect(withBoth.calls.find(({ argv }) => argv[0] === "mc")?.argv.slice(0, 5)).toEqual([
    "mc",
    "admin",
    "accesskey",
    "create",
    "acme",
  ]);
  expect(withBoth.calls.some(({ argv }) => argv[2] === "put-bucket-policy")).toBe(true);
});
