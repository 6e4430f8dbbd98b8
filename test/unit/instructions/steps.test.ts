import { describe, expect, it } from "vitest";
import { ownershipChallenge } from "../../../lib/buckets/ownership/ownership-challenge.ts";
import { ADDRESSES, CASES, instructionsOf, ORIGIN } from "./instructions-of.ts";

const AWS = "s3://s3.eu-west-1.amazonaws.com/acme-models/runs";
const namesOf = async (type: "multi-tenant" | "dedicated" | "self-managed", address: string) =>
  (await instructionsOf(type, { address })).strict.steps.map(({ name }) => name);

describe("the steps and their order", () => {
  const S3_END = ["versioning", "abort-incomplete-uploads"];
  const TEAM = ["register-store", "create-team"];
  const AWS_BEGIN = ["create-bucket", "block-public-access", "kms-key-policy", "cors"];
  it.each([
    ["multi-tenant", "AWS", [...AWS_BEGIN, "bucket-policy", "ownership-challenge", ...S3_END, "create-team"]],
    ["dedicated", "AWS", [...AWS_BEGIN, "bucket-policy", ...S3_END, ...TEAM]],
    ["self-managed", "AWS", [...AWS_BEGIN, "iam-user", "access-key", ...S3_END, ...TEAM]],
    [
      "multi-tenant",
      "COREWEAVE",
      ["create-bucket", "cors", "bucket-policy", "ownership-challenge", ...S3_END, "create-team"],
    ],
    ["dedicated", "COREWEAVE", ["create-bucket", "cors", "bucket-policy", ...S3_END, ...TEAM]],
    [
      "self-managed",
      "COREWEAVE",
      ["create-bucket", "cors", "access-key", "bucket-policy", ...S3_END, ...TEAM],
    ],
    [
      "multi-tenant",
      "GCP",
      ["create-bucket", "cors", "role-binding", "ownership-challenge", ...S3_END, "create-team"],
    ],
    ["dedicated", "GCP", ["create-bucket", "cors", "role-binding", ...S3_END, ...TEAM]],
    [
      "self-managed",
      "GCP",
      ["create-bucket", "cors", "service-account", "role-binding", "service-account-key", ...S3_END, ...TEAM],
    ],
    [
      "dedicated",
      "AZURE",
      [
        "create-bucket",
        "cors",
        "managed-identity",
        "federated-credential",
        "role-assignments",
        "soft-delete",
        ...TEAM,
      ],
    ],
    ["self-managed", "AZURE", ["create-bucket", "cors", "account-key", "soft-delete", ...TEAM]],
    [
      "self-managed",
      "MINIO",
      ["create-bucket", "cors", "access-policy", "ceph-bucket-policy", ...S3_END, ...TEAM],
    ],
  ] as const)("%s, %s", async (type, provider, names) => {
    expect(await namesOf(type, ADDRESSES[provider])).toEqual(names);
  });

  it("a managed identity that is named is let in in self-managed too", async () => {
    const ids = {
      azureTenantId: "00000000-0000-0000-0000-000000000001",
      azureClientId: "00000000-0000-0000-0000-000000000002",
    };
    const { strict } = await instructionsOf("self-managed", { address: "az://acmemodels/runs", ...ids });
    expect(strict.steps.map(({ name }) => name)).toContain("federated-credential");
    expect(strict.json["create-team"]).toMatchObject({
      storageBucket: { address: "az://acmemodels/runs", ...ids },
    });
  });
});

describe.each(CASES)("%s, %s (%o)", (type, _, body) => {
  it("says everything in sentences, names nothing twice, and json holds each document", async () => {
    const { strict, documented } = await instructionsOf(type, body);
    for (const guide of [strict, documented]) {
      const names = guide.steps.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      for (const { name, title, text, document } of guide.steps) {
        expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
        expect(title).toMatch(/^[A-Z].*[^.]$/);
        expect(text).toMatch(/^[A-Z][\s\S]*\.$/);
        expect(guide.json[name]).toEqual(document);
      }
      for (const note of guide.notes) expect(note).toMatch(/^[A-Z].*\.$/);
      expect(JSON.stringify(guide)).not.toMatch(/\\u0001|undefined|\[object/);
    }
  });
});

describe("the challenge", () => {
  it("is this organisation's for this bucket, under the team's path, for a shared identity alone", async () => {
    const { strict, bucket } = await instructionsOf("multi-tenant", { address: AWS }, { org: "evil" });
    expect(strict.json["ownership-challenge"]).toEqual({
      key: "runs/.wandb-byob/owner",
      text: ownershipChallenge("evil", bucket),
    });
    const without = await instructionsOf("multi-tenant", { address: AWS }, { principals: {} });
    expect(without.strict.json).not.toHaveProperty("ownership-challenge");
  });
});

describe("CORS", () => {
  it.each(["AWS", "COREWEAVE", "GCP", "AZURE", "MINIO"] as const)(
    "%s: every origin, or the front end's alone",
    async (provider) => {
      const { strict, documented } = await instructionsOf("dedicated", { address: ADDRESSES[provider] });
      expect(JSON.stringify(strict.json.cors)).toContain(`"${ORIGIN}"`);
      expect(JSON.stringify(strict.json.cors)).not.toMatch(/rigins?":\["\*"/);
      expect(JSON.stringify(documented.json.cors)).toMatch(/rigins?":\["\*"\]/);
    },
  );

  it("W&B's own rule reads as W&B wrote it; Google's has ETag where Google reads it", async () => {
    const s3 = await instructionsOf("dedicated", { address: AWS });
    expect(s3.documented.json.cors).toEqual([
      {
        AllowedHeaders: ["*"],
        AllowedMethods: ["GET", "HEAD", "PUT"],
        AllowedOrigins: ["*"],
        ExposeHeaders: ["ETag"],
        MaxAgeSeconds: 3000,
      },
    ]);
    const { strict, documented } = await instructionsOf("dedicated", { address: "gs://acme-models" });
    for (const { json, notes } of [strict, documented]) {
      expect(Object.keys((json.cors as object[])[0] ?? {}).sort()).toEqual([
        "maxAgeSeconds",
        "method",
        "origin",
        "responseHeader",
      ]);
      expect((json.cors as { responseHeader: string[] }[])[0]?.responseHeader).toEqual(
        expect.arrayContaining(["Content-Type", "Content-MD5", "ETag"]),
      );
      expect(notes.join()).toMatch(/exposeHeaders/);
    }
  });

  it("without a front end it is open, and says so", async () => {
    const { strict } = await instructionsOf("dedicated", { address: AWS }, { origins: [] });
    expect(JSON.stringify(strict.json.cors)).toContain('"AllowedOrigins":["*"]');
    expect(strict.notes.join()).toMatch(/names no origin/);
  });
});

describe("who is let in", () => {
  it.each([
    ["multi-tenant", "AWS", "arn:aws:iam::725579432336:role/WandbIntegration"],
    ["dedicated", "AWS", "arn:aws:iam::830241207209:root"],
    ["multi-tenant", "COREWEAVE", "arn:aws:iam::wandb:static/wandb-integration"],
    ["dedicated", "GCP", "deploy@wandb-production.iam.gserviceaccount.com"],
  ] as const)("%s, %s: %s", async (type, provider, principal) => {
    const instructions = await instructionsOf(type, { address: ADDRESSES[provider] });
    expect(instructions.principal).toBe(principal);
    for (const { json, shell, terraform } of [instructions.strict, instructions.documented])
      for (const text of [JSON.stringify(json), shell, terraform]) expect(text).toContain(principal);
  });

  it("nobody of W&B's partition in another partition of AWS", async () => {
    const { principal, strict } = await instructionsOf("multi-tenant", {
      address: "s3://s3.us-gov-west-1.amazonaws.com/acme-models/runs",
    });
    expect(principal).toBeUndefined();
    expect(strict.steps.map(({ name }) => name)).toContain("access-key");
    expect(strict.json).not.toHaveProperty("ownership-challenge");
    expect(strict.notes.join()).toMatch(/another partition/);
    expect(JSON.stringify(strict.json["iam-user"])).toContain("arn:aws-us-gov:s3:::acme-models/runs/*");
  });

  it("Google's strict roles hold under the path alone, and read settings", async () => {
    const { strict, documented } = await instructionsOf("dedicated", { address: `gs://acme-models/a"b` });
    const member = "serviceAccount:deploy@wandb-production.iam.gserviceaccount.com";
    expect(documented.json["role-binding"]).toEqual([{ role: "roles/storage.admin", member }]);
    expect(strict.json["role-binding"]).toEqual([
      { role: "roles/storage.bucketViewer", member },
      {
        role: "roles/storage.objectUser",
        member,
        condition: {
          title: "wandb-byob-path",
          expression:
            'resource.name.startsWith("projects/_/buckets/acme-models/objects/a\\"b/") || api.getAttribute("storage.googleapis.com/objectListPrefix", "").startsWith("a\\"b/")',
        },
      },
    ]);
  });

  it("Azure's strict roles end at the container", async () => {
    const { strict, documented } = await instructionsOf("dedicated", { address: "az://acmemodels/runs" });
    const rolesIn = (json: Record<string, unknown>) =>
      (json["role-assignments"] as { role: string; scope: string }[]).map(({ role, scope }) => [
        role,
        scope.split("/").at(-1),
      ]);
    expect(rolesIn(strict.json)).toEqual([
      ["Storage Blob Data Contributor", "runs"],
      ["Storage Blob Delegator", "acmemodels"],
      ["Reader", "acmemodels"],
    ]);
    expect(rolesIn(documented.json)).toEqual([
      ["Storage Account Contributor", "acmemodels"],
      ["Storage Blob Data Owner", "acmemodels"],
    ]);
    expect(strict.json["federated-credential"]).toMatchObject({ audiences: ["api://AzureADTokenExchange"] });
  });
});

describe("the address to give", () => {
  it.each([
    ["self-managed", AWS, "s3://<accessKey>:<secretKey>@s3.eu-west-1.amazonaws.com/acme-models/runs"],
    ["self-managed", "cw://acme-models/runs", "cw://<accessKey>:<secretKey>@cwobject.com/acme-models/runs"],
    ["self-managed", "gs://acme-models", "gs://<serviceAccountEmail>:<urlEncodedPrivateKey>@acme-models"],
    ["self-managed", "az://acmemodels/runs", "az://:<urlEncodedAccessKey>@acmemodels/runs"],
    [
      "self-managed",
      "s3://m.acme.test:9000/acme-models/b?region=r",
      "s3://<accessKey>:<secretKey>@m.acme.test:9000/acme-models/b?region=r",
    ],
    ["dedicated", AWS, AWS],
    ["multi-tenant", "gs://acme-models/runs", "gs://acme-models/runs"],
  ] as const)("%s %s", async (type, address, given) => {
    const { strict } = await instructionsOf(type, { address });
    expect(strict.json["create-team"]).toMatchObject({
      storageType: "External",
      storageBucket: { address: given },
    });
  });

  it.each([
    ...CASES,
    ["self-managed", "AWS", { address: "s3://@s3.eu-west-1.amazonaws.com/acme-models/a@b" }] as const,
  ])("%s, %s: with keys in it, it is read as the same bucket (%o)", async (type, _, body) => {
    const { bucket, strict } = await instructionsOf(type, body);
    const { storageBucket } = strict.json["create-team"] as { storageBucket: Record<string, string> };
    const filled = JSON.stringify(storageBucket)
      .replace("<accessKey>:<secretKey>", "AKIAIOSFODNN7EXAMPLE:s3cr3t%2Fkey")
      .replace("<serviceAccountEmail>:<urlEncodedPrivateKey>", "GOOG1EXAMPLE:s3cr3t")
      .replace("<urlEncodedAccessKey>", encodeURIComponent(Buffer.alloc(64).toString("base64")))
      .replace("<azureTenantId>", "00000000-0000-0000-0000-000000000001")
      .replace("<azureClientId>", "00000000-0000-0000-0000-000000000002");
    const again = (await instructionsOf(type, JSON.parse(filled))).bucket;
    const { azureTenantId, azureClientId, ...place } = again;
    expect(place).toEqual(bucket);
  });
});
