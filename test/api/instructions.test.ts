import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DeploymentType } from "../../lib/deployment-type.ts";
import { type LocalService, startLocalService } from "../support/local-service.ts";

const PATH = "/buckets/instructions";
const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const KEYS = `AKIAIOSFODNN7EXAMPLE:${encodeURIComponent(SECRET)}`;

const TYPES: DeploymentType[] = ["multi-tenant", "dedicated", "self-managed"];
const services = new Map<DeploymentType, LocalService>();
const admins = new Map<DeploymentType, string>();
/** A store that counts who comes; nobody should. */
let store: Server;
let connections = 0;
let storePort = 0;

beforeAll(async () => {
  store = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => store.listen(0, "127.0.0.1", resolve));
  storePort = (store.address() as { port: number }).port;
  const endpoint = `http://127.0.0.1:${storePort}`;
  for (const type of TYPES) {
    const service = await startLocalService({
      buckets: ["registered-one"],
      deployment: { type, frontendOrigins: ["https://app.acme.test"] },
      endpoints: { AWS: endpoint, COREWEAVE: endpoint, GCP: endpoint, AZURE: endpoint },
    });
    services.set(type, service);
    admins.set(type, await service.token({ sub: "admin1", roles: ["admin"] }));
  }
});
afterAll(async () => {
  await Promise.all([...services.values()].map((service) => service.close()));
  await new Promise((resolve) => store.close(resolve));
});

async function ask(type: DeploymentType, body: unknown, token = admins.get(type)) {
  const service = services.get(type);
  if (service === undefined) throw new Error(`${type} does not run`);
  return service.call("POST", PATH, { ...(token !== undefined && { token }), body });
}

const BODIES: Record<string, () => object> = {
  COREWEAVE: () => ({ address: `cw://${KEYS}@cwobject.com/acme-models/runs` }),
  AWS: () => ({ provider: "AWS", name: "acme-models", path: "runs", region: "us-east-1" }),
  GCP: () => ({ address: "gs://acme-models/runs" }),
  AZURE: () => ({ provider: "AZURE", accountName: "acmemodels", containerName: "runs" }),
  MINIO: () => ({ address: `s3://${KEYS}@127.0.0.1:${storePort}/acme-models?region=us-east-1` }),
};

describe.each(TYPES)("%s", (type) => {
  it.each(Object.keys(BODIES))("%s: steps in both flavours, or the reason why not", async (provider) => {
    const before = connections;
    const { status, body } = await ask(type, BODIES[provider]?.());
    expect(connections).toBe(before);
    if (type === "multi-tenant" && ["AZURE", "MINIO"].includes(provider)) {
      expect([status, body.code, body.detail]).toEqual([
        400,
        "request.invalid",
        expect.stringContaining(`A multi-tenant deployment takes no ${provider} bucket from a team.`),
      ]);
      return;
    }
    expect(status).toBe(200);
    expect(body).toMatchObject({ deployment: type, org: "acme", provider, recommended: "strict" });
    expect(body.bucket.provider).toBe(provider);
    for (const guide of [body.strict, body.documented]) {
      expect(guide.steps.length).toBeGreaterThan(5);
      expect(guide.steps.at(-1).name).toBe("create-team");
      expect(guide.shell).toMatch(/^#!\/bin\/sh\nset -eu\n/);
      expect(guide.terraform).toMatch(/resource "/);
      expect(guide.notes.length).toBeGreaterThan(0);
      expect("cloudformation" in guide).toBe(provider === "AWS");
    }
  });

  it("members and strangers may not ask", async () => {
    const service = services.get(type);
    const member = await service?.token({ teams: ["omega"] });
    const { status, body } = await ask(type, BODIES.AWS?.(), member);
    expect([status, body.code]).toEqual([403, "auth.forbidden"]);
    const nobody = await service?.call("POST", PATH, { body: BODIES.AWS?.() });
    expect([nobody?.status, nobody?.body.code]).toEqual([401, "auth.token_missing"]);
    if (type === "multi-tenant") return;
    const foreign = await ask(type, BODIES.AWS?.(), await service?.token({ org: "evil", roles: ["admin"] }));
    expect([foreign.status, foreign.body.code]).toEqual([403, "auth.wrong_organisation"]);
  });
});

describe("what cannot be read", () => {
  it.each([
    [
      "an unknown field is named",
      { address: "gs://acme-models", bucketName: "x" },
      "request.unknown_field",
      /bucketName/,
    ],
    ["a provider outside the list", { provider: "S3", name: "x" }, "request.invalid", /COREWEAVE/],
    ["nothing at all", {}, "request.invalid", /\.$/],
    ["another scheme", { address: "https://acme-models" }, "request.invalid", /s3:\/\//],
    [
      "a name that breaks the provider's rules",
      { provider: "AWS", name: "Acme", region: "us-east-1" },
      "request.invalid",
      /^An Amazon S3 bucket name has only lower-case/,
    ],
    ["an id of nobody's", { id: "reg-0000000000000000" }, "request.invalid", /\.$/],
    [
      "a wrong KMS key",
      { provider: "AWS", name: "acme-models", region: "us-east-1", kmsKeyId: "'; rm -rf /" },
      "request.invalid",
      /kmsKeyId/,
    ],
  ])("%s", async (_, body, code, sentence) => {
    const answer = await ask("dedicated", body);
    expect([answer.status, answer.body.code]).toEqual([400, code]);
    expect(answer.body.detail).toMatch(sentence);
  });

  it("an address that is wrong gives nothing of its secret away", async () => {
    const { status, body } = await ask("dedicated", {
      address: `s3://${KEYS}@s3.us-east-1.amazonaws.com/Acme_X`,
    });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).not.toMatch(/wJalrXUtnFEMI|AKIAIOSFODNN7/);
  });
});

it("keys in an address are never echoed, in no spelling, and not logged", async () => {
  const { status, body } = await ask("dedicated", BODIES.COREWEAVE?.());
  expect(status).toBe(200);
  const text = JSON.stringify(body) + services.get("dedicated")?.lines.join("");
  for (const form of [
    SECRET,
    encodeURIComponent(SECRET),
    "AKIAIOSFODNN7EXAMPLE",
    Buffer.from(SECRET).toString("base64"),
  ])
    expect(text).not.toContain(form);
});

it("a bucket can be chosen by its id, and a name that holds an address is read as one", async () => {
  const service = services.get("self-managed");
  const token = admins.get("self-managed");
  const listed = await service?.call("GET", "/buckets", { ...(token && { token }) });
  const { id, bucket } = listed?.body.buckets[0] ?? {};
  expect((await ask("self-managed", { id })).body.bucket).toEqual(bucket);
  expect((await ask("self-managed", { name: "gs://acme-models/runs" })).body.bucket).toMatchObject({
    provider: "GCP",
    name: "acme-models",
    path: "runs",
  });
});

it("one audit record says who asked", async () => {
  const lines = services.get("dedicated")?.lines ?? [];
  const before = lines.length;
  await ask("dedicated", BODIES.GCP?.());
  const audits = lines
    .slice(before)
    .map((line) => JSON.parse(line))
    .filter(({ event }) => event === "audit");
  expect(audits).toEqual([
    expect.objectContaining({
      action: "bucket:instructions",
      actor: "admin1",
      org: "acme",
      response_code: 200,
    }),
  ]);
});

it("nothing is written: no team and no claim stands in the way afterwards", async () => {
  const service = services.get("self-managed");
  const token = admins.get("self-managed");
  await ask("self-managed", BODIES.AWS?.());
  const listed = await service?.call("GET", "/teams", { ...(token && { token }) });
  expect(listed?.body.teams).toEqual([]);
});
