import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DeploymentType } from "../../lib/deployment-type.ts";
import { type LocalService, startLocalService } from "../support/local-service.ts";
import { spend } from "../support/spend.ts";

describe.each(["dedicated", "self-managed"] as const)(
  "%s, with Kappa on instance storage and Omega on its own bucket",
  (type) => {
    let service: LocalService;
    let chooser: string;
    let admin: string;

    beforeAll(async () => {
      service = await startLocalService({
        buckets: ["instance", "omega-own", "other"],
        deployment: { type },
      });
      chooser = await service.token({ sub: "chooser", roles: [type === "dedicated" ? "operator" : "admin"] });
      admin = await service.token({ sub: "admin1", roles: ["admin"] });
    });
    afterAll(() => service.close());

    const choose = (name: string, token = chooser) =>
      service.call("PUT", "/instance/storage", {
        token,
        body: { storageBucket: { provider: "MINIO", name } },
      });
    const create = (teamName: string, storageBucket?: object) =>
      service.call("POST", "/teams", {
        token: admin,
        body: {
          teamName,
          storageType: storageBucket ? "External" : "Internal",
          ...(storageBucket && { storageBucket }),
        },
      });
    const presign = (token: string, team: string, method: string) =>
      service.call("POST", "/presign", { token, body: { team, method, objects: [{ key: "file" }] } });

    it("Internal is refused until the instance storage is chosen", async () => {
      const missing = await service.call("GET", "/instance/storage", { token: chooser });
      expect([missing.status, missing.body.code]).toEqual([404, "instance.not_found"]);
      const { status, body } = await create("kappa");
      expect([status, body.code]).toEqual([409, "instance.no_storage"]);
    });

    it("the instance storage is chosen once, by whom it is theirs to choose", async () => {
      const other = type === "dedicated" ? admin : await service.token({ roles: ["operator"] });
      expect((await choose("instance", other)).status).toBe(403);
      const made = await choose("instance");
      expect([made.status, made.body.storage?.bucket.name]).toEqual([201, "instance"]);
      expect(made.body.report.valid).toBe(true);
      expect((await choose("instance")).status).toBe(200);
      const changed = await choose("other");
      expect([changed.status, changed.body.code]).toEqual([409, "storage.immutable"]);
      expect(
        (await service.call("GET", "/instance/storage", { token: chooser })).body.storage.bucket.name,
      ).toBe("instance");
    });

    it("Kappa gets a folder of its own on it, Omega its own bucket", async () => {
      const kappa = await create("Kappa");
      expect([kappa.status, kappa.body.team?.storageType]).toEqual([201, "Internal"]);
      expect((await create("kappa")).status).toBe(200);
      expect((await create("omega", { provider: "MINIO", name: "omega-own" })).status).toBe(201);
      const { body } = await presign(await service.token({ sub: "k", teams: ["kappa"] }), "kappa", "PUT");
      expect(new URL(body.urls[0].url).pathname).toMatch(/\/instance\/_teams\/kappa\/file$/);
      expect((await spend(body.urls[0], "of kappa")).status).toBe(200);
    });

    it("Omega's member reads Kappa's file and may not write it", async () => {
      const omega = await service.token({ sub: "o", teams: ["omega"] });
      const read = await presign(omega, "kappa", "GET");
      expect((await spend(read.body.urls[0])).text).toBe("of kappa");
      const write = await presign(omega, "kappa", "PUT");
      expect([write.status, write.body.code]).toEqual([403, "auth.forbidden"]);
    });

    it("Kappa's member gets the same 404 for Omega as for a team that does not exist", async () => {
      const kappa = await service.token({ sub: "k", teams: ["kappa"] });
      const hidden = await presign(kappa, "omega", "GET");
      const missing = await presign(kappa, "nobody", "GET");
      expect(hidden.status).toBe(404);
      expect({ ...hidden.body, requestId: "" }).toEqual({ ...missing.body, requestId: "" });
    });

    it("nobody of another organisation sees either", async () => {
      const foreign = await service.token({
        org: "evil",
        teams: ["kappa", "omega"],
        roles: ["admin", "operator", "gc"],
      });
      for (const team of ["kappa", "omega"]) {
        expect((await presign(foreign, team, "GET")).status).toBe(404);
        expect((await service.call("GET", `/teams/${team}`, { token: foreign })).status).toBe(404);
      }
      for (const path of ["/teams", "/buckets", "/providers", "/instance/storage"])
        expect((await service.call("GET", path, { token: foreign })).status).toBe(403);
    });

    it("a team beside instance storage is refused only where it would overlap", async () => {
      const whole = await create("greedy", { provider: "MINIO", name: "instance" });
      const check = whole.body.report.checks.find(({ name }: { name: string }) => name === "path-free");
      expect([whole.status, check.status]).toEqual([422, "failed"]);
      expect(check.message).toMatch(/instance storage/);
    });

    it("what there is to pick from is listed without a secret, and can be picked by its id", async () => {
      const { body } = await service.call("GET", "/buckets", { token: admin });
      expect(
        body.buckets.map(({ source, bucket }: { source: string; bucket: { name: string } }) => [
          source,
          bucket.name,
        ]),
      ).toEqual([
        ["registered", "instance"],
        ["registered", "omega-own"],
        ["registered", "other"],
        ["team", "omega-own"],
      ]);
      expect(JSON.stringify(body)).not.toContain(service.cloud.buckets[0]?.secretAccessKey);
      const { id } = body.buckets[2];
      const report = await service.call("POST", "/buckets/validate", {
        token: admin,
        body: { storageBucket: { id } },
      });
      expect(report.body.valid).toBe(true);
      const unknown = await service.call("POST", "/buckets/validate", {
        token: admin,
        body: { storageBucket: { id: "x" } },
      });
      expect(unknown.body.checks[0]).toMatchObject({ name: "address-well-formed", status: "failed" });
    });
  },
);

describe("a provider that the deployment does not take is refused with its sentence, and nothing is written", () => {
  const refused = async (
    type: DeploymentType,
    method: string,
    path: string,
    body: object,
    roles: string[],
  ) => {
    const service = await startLocalService({ buckets: ["one"], deployment: { type } });
    const answer = await service.call(method, path, { token: await service.token({ roles }), body });
    const teams = await service.call("GET", "/teams", { token: await service.token({ roles: ["admin"] }) });
    await service.close();
    expect([answer.status, answer.body.code, teams.body.teams]).toEqual([422, "bucket.not_usable", []]);
    return answer.body.report.checks.find(({ status }: { status: string }) => status === "failed");
  };
  const team = (storageBucket: object) => ({ teamName: "omega", storageType: "External", storageBucket });

  it.each([
    ["MINIO", { address: "s3://k:s@minio.acme.test:9000/bucket?region=us-east-1" }],
    ["AZURE", { address: "az://acmestore/runs" }],
  ])("multi-tenant: a team's %s", async (provider, bucket) => {
    const check = await refused("multi-tenant", "POST", "/teams", team(bucket), ["admin"]);
    expect(check).toMatchObject({
      name: "provider-supported",
      message: `A multi-tenant deployment takes no ${provider} bucket from a team.`,
      fix: "Use one of COREWEAVE, AWS, GCP.",
    });
  });

  it("dedicated: instance storage on CoreWeave", async () => {
    const body = { storageBucket: { address: "cw://acme-models" } };
    const check = await refused("dedicated", "PUT", "/instance/storage", body, ["operator"]);
    expect(check).toMatchObject({ name: "provider-supported", fix: expect.stringContaining("support") });
  });

  it("self-managed: a store that is not registered", async () => {
    const bucket = { address: "s3://k:s@minio.acme.test:9000/bucket?region=us-east-1" };
    const check = await refused("self-managed", "POST", "/teams", team(bucket), ["admin"]);
    expect(check).toMatchObject({
      name: "store-registered",
      fix: expect.stringMatching(
        /s3:\/\/minio\.acme\.test:9000\/bucket.* GORILLA_SUPPORTED_FILE_STORES and to restart/,
      ),
    });
  });
});

describe("what the form offers", () => {
  it.each<[DeploymentType, string[]]>([
    ["multi-tenant", ["COREWEAVE", "AWS", "GCP"]],
    ["dedicated", ["COREWEAVE", "AWS", "GCP", "AZURE", "MINIO"]],
  ])("%s", async (type, providers) => {
    const service = await startLocalService({ buckets: ["one"], deployment: { type } });
    const { status, body } = await service.call("GET", "/providers", { token: await service.token() });
    await service.close();
    expect([status, body.deployment, body.org]).toEqual([200, type, "acme"]);
    expect(body.providers.map(({ provider }: { provider: string }) => provider)).toEqual(providers);
    for (const { address, fields, scopes } of body.providers) {
      expect(address.example).toMatch(/^(s3|cw|gs|az):\/\//);
      expect(fields.length).toBeGreaterThan(0);
      expect(scopes).toContain("team");
    }
  });
});
