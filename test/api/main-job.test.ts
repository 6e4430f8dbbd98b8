import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalService, startLocalService } from "../support/local-service.ts";
import { spend } from "../support/spend.ts";

const KEY = "run 1/ü+%~#?.bin ";
const CONTENT = Uint8Array.from({ length: 4096 }, (_, index) => index % 251);

let service: LocalService;
let admin: string;
let member: string;

beforeAll(async () => {
  service = await startLocalService({ buckets: ["alpha", "beta", "gamma"] });
  admin = await service.token({ sub: "admin1", roles: ["admin"] });
  member = await service.token({ teams: ["Omega"] });
});

afterAll(() => service.close());

const createOmega = (bucket = "alpha") =>
  service.call("POST", "/teams", {
    token: admin,
    body: { teamName: "omega", storageType: "External", storageBucket: { provider: "MINIO", name: bucket } },
  });

const presign = (token: string | undefined, body: object) =>
  service.call("POST", "/presign", { ...(token ? { token } : {}), body: { team: "omega", ...body } });

const grant = async (method: string, key = KEY, more: object = {}) => {
  const answer = await presign(member, { method, objects: [{ key, ...more }] });
  expect(answer.status).toBe(200);
  return answer.body.urls[0];
};

describe("an admin creates a team on a bucket in a registered store", () => {
  it("answers 201 with the team, without its keys, and the report with what to be warned of", async () => {
    const { status, body } = await createOmega();
    expect(status).toBe(201);
    expect(body.team).toMatchObject({
      name: "omega",
      org: "acme",
      storageType: "External",
      bucket: { provider: "MINIO", name: "alpha", path: "" },
      members: [],
      createdBy: "admin1",
    });
    expect(body.report.valid).toBe(true);
  });

  it("answers 200 with the same team when it is created again", async () => {
    const { status, body } = await createOmega();
    expect(status).toBe(200);
    expect(body.team.name).toBe("omega");
  });

  it("answers 409 for a second bucket of the same team", async () => {
    const { status, body } = await createOmega("beta");
    expect(status).toBe(409);
    expect(body.code).toBe("team.already_exists");
  });

  it("answers 409 for a change of storage", async () => {
    for (const method of ["PUT", "PATCH"]) {
      const { status, body } = await service.call(method, "/teams/omega", { token: admin, body: {} });
      expect([status, body.code]).toEqual([409, "storage.immutable"]);
    }
  });
});

describe("a member moves a file", () => {
  it("up by PUT and down by GET, byte for byte, and asks its size by HEAD", async () => {
    expect((await spend(await grant("PUT"), CONTENT)).status).toBe(200);
    const get = await grant("GET");
    const response = await fetch(get.url, { headers: get.headers });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(CONTENT);
    const head = await spend(await grant("HEAD"));
    expect(head.headers["content-length"]).toBe(String(CONTENT.length));
  });

  it("and the store refuses the URL for another key, another method, and after its end", async () => {
    const get = await grant("GET");
    expect((await spend({ ...get, url: get.url.replace("run%201", "run%202") })).status).toBe(403);
    expect((await spend({ ...get, method: "DELETE" })).status).toBe(403);
    const short = await presign(member, { method: "GET", objects: [{ key: KEY }], expiresIn: 1 });
    await sleep(2_100);
    expect((await spend(short.body.urls[0])).status).toBe(403);
  });

  it("with what was bound sent exactly, and refused otherwise", async () => {
    const put = await grant("PUT", "bound.bin", { contentType: "application/x-model", ifNoneMatch: "*" });
    expect(put.headers).toEqual({ "Content-Type": "application/x-model", "If-None-Match": "*" });
    const other = { ...put, headers: { ...put.headers, "Content-Type": "text/html" } };
    expect((await spend(other, CONTENT)).status).toBe(403);
    expect((await spend(put, CONTENT)).status).toBe(200);
    expect((await spend(put, CONTENT)).status).toBe(412);
  });

  it("and learns when the URL ends and when to fetch a new one", async () => {
    const before = Date.now();
    const put = await grant("PUT");
    const life = Date.parse(put.expiresAt) - before;
    expect(life).toBeGreaterThan(86_398_000);
    expect(life).toBeLessThanOrEqual(86_400_500);
    expect(new URL(put.url).searchParams.get("X-Amz-Expires")).toBe("86400");
    const refresh = Date.parse(put.refreshAfter) - before;
    expect(refresh / life).toBeCloseTo(2 / 3, 2);
  });

  it("many at a time, in the order asked, and a bad key spoils no other", async () => {
    const objects = Array.from({ length: 1_000 }, (_, index) => ({
      key: index === 500 ? "a/../b" : `k/${index}`,
    }));
    const { status, body } = await presign(member, { method: "GET", objects });
    expect(status).toBe(200);
    expect(body.urls).toHaveLength(1_000);
    expect(body.urls[500]).toMatchObject({ key: "a/../b", error: { code: "key.invalid" } });
    expect(body.urls.filter((entry: { url?: string }) => entry.url !== undefined)).toHaveLength(999);
    expect(body.urls[999].key).toBe("k/999");
  });

  it("but not too many", async () => {
    const objects = Array.from({ length: 1_001 }, (_, index) => ({ key: `k/${index}` }));
    const { status, body } = await presign(member, { method: "GET", objects });
    expect([status, body.code, body.allowed]).toEqual([413, "presign.too_many_objects", 1_000]);
  });
});

describe("whom the team is hidden from", () => {
  const asked = { method: "GET", objects: [{ key: KEY }] };

  it("a member of another team, another organisation, and no one at all: 404, 404, 401", async () => {
    const kappa = await presign(await service.token({ sub: "k", teams: ["kappa"] }), asked);
    const elsewhere = await presign(await service.token({ sub: "e", org: "evil", teams: ["omega"] }), asked);
    const nobody = await presign(undefined, asked);
    expect([kappa.status, elsewhere.status, nobody.status]).toEqual([404, 404, 401]);
  });

  it("and the 404 is the same as for a team that does not exist", async () => {
    const token = await service.token({ sub: "k", teams: ["kappa"] });
    const hidden = await presign(token, asked);
    const missing = await presign(token, { ...asked, team: "omegb" });
    const strip = (answer: { body: object }) => ({ ...answer.body, requestId: "" });
    expect(strip(hidden)).toEqual(strip(missing));
  });

  it("an admin who is no member sees the team and may not read its files", async () => {
    const outsider = await service.token({ sub: "admin2", roles: ["admin"] });
    expect((await service.call("GET", "/teams/OMEGA", { token: outsider })).status).toBe(200);
    expect((await presign(outsider, asked)).status).toBe(403);
  });

  it("only the garbage collector deletes", async () => {
    const remove = { method: "DELETE", objects: [{ key: "k/0" }] };
    expect((await presign(member, remove)).status).toBe(403);
    const gc = await presign(await service.token({ sub: "gc", roles: ["gc"] }), remove);
    expect(gc.status).toBe(200);
    expect((await spend(gc.body.urls[0])).status).toBe(204);
  });
});

describe("invitations", () => {
  it("let in the bearer of a verified e-mail address, whatever its case", async () => {
    const body = { members: "New.Member@acme.test, other@acme.test" };
    const set = await service.call("PUT", "/teams/omega/members", { token: admin, body });
    expect(set.body.team.members).toEqual(["new.member@acme.test", "other@acme.test"]);
    const invited = { sub: "n", email: "NEW.member@ACME.test" };
    const verified = await service.token({ ...invited, email_verified: true });
    const unverified = await service.token({ ...invited, email_verified: false });
    expect((await service.call("GET", "/teams/omega", { token: verified })).status).toBe(200);
    expect((await service.call("GET", "/teams/omega", { token: unverified })).status).toBe(404);
  });
});
