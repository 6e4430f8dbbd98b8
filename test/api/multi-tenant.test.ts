import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalService, startLocalService } from "../support/local-service.ts";
import { spend } from "../support/spend.ts";

let service: LocalService;
const admins: Record<string, string> = {};

beforeAll(async () => {
  service = await startLocalService({
    buckets: ["shared-name", "raced", "wandb-own", "keyless"],
    awsEndpoint: true,
    defaultStore: "wandb-own",
    integrationKeysOf: "keyless",
    deployment: { type: "multi-tenant" },
  });
  for (const org of ["acme", "evil"])
    admins[org] = await service.token({ org, sub: `admin-${org}`, roles: ["admin"] });
});
afterAll(() => service.close());

/** An AWS address of a local bucket with the bucket's own keys, as another admin might spell it. */
function spelled(bucketName: string, form: (userinfo: string) => string): string {
  const own = service.cloud.buckets.find(({ name }) => name === bucketName);
  return form(`${own?.accessKeyId}:${encodeURIComponent(own?.secretAccessKey ?? "")}`);
}

const create = (org: string, teamName: string, address: string) =>
  service.call("POST", "/teams", {
    ...(admins[org] ? { token: admins[org] } : {}),
    body: { teamName, storageType: "External", storageBucket: { address } },
  });

const SPELLINGS: [string, (userinfo: string) => string][] = [
  ["path form", (userinfo) => `s3://${userinfo}@s3.us-east-1.amazonaws.com/shared-name`],
  ["virtual-hosted form", (userinfo) => `s3://${userinfo}@shared-name.s3.us-east-1.amazonaws.com`],
  ["upper-case host", (userinfo) => `s3://${userinfo}@S3.US-EAST-1.AmazonAWS.com/shared-name`],
  ["default port", (userinfo) => `s3://${userinfo}@s3.us-east-1.amazonaws.com:443/shared-name`],
  ["trailing slash", (userinfo) => `s3://${userinfo}@s3.us-east-1.amazonaws.com/shared-name/`],
  ["another path", (userinfo) => `s3://${userinfo}@s3.us-east-1.amazonaws.com/shared-name/elsewhere`],
  ["dual-stack host", (userinfo) => `s3://${userinfo}@s3.dualstack.us-east-1.amazonaws.com/shared-name`],
];

describe("one bucket belongs to one organisation, however it is spelled", () => {
  it("the first organisation gets it", async () => {
    const made = await create("acme", "omega", spelled("shared-name", SPELLINGS[0]?.[1] ?? String));
    expect(made.status).toBe(201);
  });

  it.each(SPELLINGS)("another is refused without learning whose it is: %s", async (_, form) => {
    const { status, body } = await create("evil", "omega", spelled("shared-name", form));
    expect([status, body.code]).toEqual([422, "bucket.not_usable"]);
    const check = body.report.checks.find(({ name }: { name: string }) => name === "path-free");
    expect(check).toMatchObject({ status: "failed", severity: "error" });
    expect(JSON.stringify(body)).not.toContain("acme");
  });

  it.each(["us-gov-west-1", "cn-north-1"])(
    "and a region of another partition is none of this endpoint's: %s",
    async (region) => {
      const { status, body } = await create(
        "evil",
        "omega",
        spelled(
          "shared-name",
          (userinfo) =>
            `s3://${userinfo}@s3.${region}.amazonaws.com${region.startsWith("cn") ? ".cn" : ""}/shared-name`,
        ),
      );
      expect([status, body.report.checks[0].status]).toEqual([422, "failed"]);
      expect(body.report.checks[0].message).toMatch(/another partition of AWS/);
    },
  );

  it("also when both try at the same moment", async () => {
    const address = spelled("raced", (userinfo) => `s3://${userinfo}@s3.us-east-1.amazonaws.com/raced`);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        create(index % 2 ? "acme" : "evil", `team-${index % 2}`, address),
      ),
    );
    const winners = new Set(answers.filter(({ status }) => status < 300).map(({ body }) => body.team.org));
    expect(winners.size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.every(({ status }) => [200, 201, 422].includes(status))).toBe(true);
  });
});

describe("what W&B's own identity reaches is nobody's for the asking", () => {
  it("a bucket without keys is not bound while nothing proves whose it is", async () => {
    const { status, body } = await create("evil", "taker", "s3://keyless?region=us-east-1");
    expect(status).toBe(422);
    const check = body.report.checks.find(({ status }: { status: string }) => status === "failed");
    expect(check).toMatchObject({
      name: "ownership-proved",
      message: "Nothing in the bucket shows that it is your organisation's.",
    });
  });

  it("Internal teams of one name lie in folders of their organisations, and members alone read them", async () => {
    const pathOf = async (org: string) => {
      const body = { teamName: "inside", storageType: "Internal" };
      const made = await service.call("POST", "/teams", { ...(admins[org] && { token: admins[org] }), body });
      expect(made.status).toBe(201);
      const token = await service.token({ org, teams: ["inside"] });
      const asked = { team: "inside", method: "PUT", objects: [{ key: "file" }] };
      const { urls } = (await service.call("POST", "/presign", { token, body: asked })).body;
      expect((await spend(urls[0], org)).status).toBe(200);
      const stranger = await service.token({ org, sub: "stranger" });
      expect((await service.call("POST", "/presign", { token: stranger, body: asked })).status).toBe(404);
      return new URL(urls[0].url).pathname;
    };
    expect(await pathOf("acme")).toMatch(/\/wandb-own\/_teams\/acme\/inside\/file$/);
    expect(await pathOf("evil")).toMatch(/\/wandb-own\/_teams\/evil\/inside\/file$/);
  });

  it("W&B's own bucket is not taken from a customer, not even with its keys", async () => {
    const address = spelled("wandb-own", (keys) => `s3://${keys}@s3.us-east-1.amazonaws.com/wandb-own/mine`);
    const { status, body } = await create("evil", "thief", address);
    expect(status).toBe(422);
    const check = body.report.checks.find(({ status }: { status: string }) => status === "failed");
    expect(check.name).toBe("path-free");
  });
});

describe("organisations do not see each other", () => {
  it("teams of one name are two teams, and neither admin nor member reaches the other's", async () => {
    const evil = await service.token({ org: "evil", teams: ["omega"], roles: ["admin", "gc"] });
    const presign = { team: "omega", method: "GET", objects: [{ key: "x" }] };
    expect((await service.call("POST", "/presign", { token: evil, body: presign })).status).toBe(404);
    expect((await service.call("GET", "/teams/omega", { token: evil })).status).toBe(404);
    expect((await service.call("GET", "/teams", { token: evil })).body.teams).not.toContainEqual(
      expect.objectContaining({ org: "acme" }),
    );
  });

  it("there is no instance storage to choose", async () => {
    const { status, body } = await service.call("PUT", "/instance/storage", {
      ...(admins.acme ? { token: admins.acme } : {}),
      body: { storageBucket: { name: "x", provider: "AWS" } },
    });
    expect([status, body.code]).toEqual([409, "instance.not_applicable"]);
  });
});
