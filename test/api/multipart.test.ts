import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BlobStore, startBlobStore } from "../../functions/local/blob-store.ts";
import { type GcsStore, startGcsStore } from "../support/gcs-store.ts";
import { type LocalService, startLocalService } from "../support/local-service.ts";
import { spend } from "../support/spend.ts";

const ACCOUNT_KEY = randomBytes(64).toString("base64");
const KEY = "run 1/ü+%~#?.bin ";
const FIRST = randomBytes(5 * 1024 * 1024);
const LAST = Buffer.from("and the rest");

let gcs: GcsStore;
let azure: BlobStore;
let service: LocalService;
let admin: string;
let member: string;

beforeAll(async () => {
  const origin = "http://localhost:3000";
  gcs = await startGcsStore();
  gcs.settings.cors = [
    {
      origin: [origin],
      method: ["GET", "HEAD", "PUT"],
      responseHeader: ["Content-Type", "Content-MD5", "ETag"],
    },
  ];
  azure = await startBlobStore({
    port: 0,
    accounts: { acmestore: ACCOUNT_KEY },
    containers: ["runs"],
    corsOrigins: [origin],
  });
  service = await startLocalService({
    buckets: ["minio-bucket", "aws-bucket"],
    awsEndpoint: true,
    endpoints: { GCP: gcs.server.endpoint, AZURE: azure.endpoint },
    registered: ["gs://acme-bucket", "az://acmestore/runs", "s3://aws-bucket?region=us-east-1"].join(),
    deployment: { awsRegion: "us-east-1" },
  });
  admin = await service.token({ sub: "admin1", roles: ["admin"] });
  member = await service.token({ teams: Object.keys(ADDRESSES) });
  for (const [teamName, address] of Object.entries(ADDRESSES)) {
    const body = { teamName, storageType: "External", storageBucket: { address: address() } };
    const made = await service.call("POST", "/teams", { token: admin, body });
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  }
});
afterAll(async () => {
  await service.close();
  await Promise.all([gcs.close(), azure.close()]);
});

const keysOf = (name: string) => {
  const { accessKeyId = "", secretAccessKey = "" } =
    service.cloud.buckets.find((own) => own.name === name) ?? {};
  return `${accessKeyId}:${encodeURIComponent(secretAccessKey)}`;
};

const ADDRESSES: Record<string, () => string> = {
  minio: () => service.address("minio-bucket"),
  aws: () => `s3://${keysOf("aws-bucket")}@s3.us-east-1.amazonaws.com/aws-bucket`,
  gcs: () =>
    `gs://${gcs.hmacKey.accessKeyId}:${encodeURIComponent(gcs.hmacKey.secretAccessKey.reveal())}@acme-bucket`,
  azure: () => `az://:${encodeURIComponent(ACCOUNT_KEY)}@acmestore/runs`,
};

const ask = (team: string, step: string, body: object, token = member) =>
  service.call("POST", `/presign/multipart${step}`, { token, body: { team, key: KEY, ...body } });

const begin = async (team: string, body: object = { partCount: 2 }) => {
  const answer = await ask(team, "", body);
  expect([answer.status, answer.body.code]).toEqual([200, undefined]);
  return answer.body;
};

const send = async (
  grants: { partNumber: number; url: string; headers: Record<string, string> }[],
  bodies: Buffer[],
) =>
  Promise.all(
    grants.map(async (grant, index) => {
      const { status, headers } = await spend({ method: "PUT", ...grant }, bodies[index]);
      expect(status).toBeLessThan(300);
      return { partNumber: grant.partNumber, ...(headers.etag && { etag: String(headers.etag) }) };
    }),
  );

const stored = async (team: string, key = KEY) => {
  const body = { team, method: "GET", objects: [{ key }] };
  const { urls } = (await service.call("POST", "/presign", { token: member, body })).body;
  const { status, text } = await spend(urls[0]);
  return status === 200 ? text : status;
};

const headOf = async (team: string) => {
  const body = { team, method: "HEAD", objects: [{ key: KEY }] };
  const { urls } = (await service.call("POST", "/presign", { token: member, body })).body;
  return (await spend(urls[0])).headers;
};

describe.each(Object.keys(ADDRESSES))("an upload in parts to %s", (team) => {
  it("is begun, sent, completed, and found complete when it is completed again", async () => {
    const { uploadId, parts, nextPartNumber } = await begin(team);
    expect(nextPartNumber).toBeUndefined();
    const sent = await send(parts, [FIRST, LAST]);
    const done = await ask(team, "/complete", { uploadId, parts: sent.toReversed() });
    expect([done.status, done.body]).toEqual([200, expect.objectContaining({ key: KEY })]);
    expect(await stored(team)).toBe(Buffer.concat([FIRST, LAST]).toString());
    expect(done.body.etag).toBe((await headOf(team)).etag);
    const again = await ask(team, "/complete", { uploadId, parts: sent });
    expect([again.status, again.body]).toEqual([200, done.body]);
  });

  it("is not made anew of other parts, whatever is sent after its completion", async () => {
    const { uploadId, parts } = await begin(team);
    const sent = await send(parts, [FIRST, LAST]);
    const complete = (list: unknown[]) => ask(team, "/complete", { uploadId, parts: list });
    const done = await complete(sent);
    const late = await spend({ method: "PUT", ...parts[0] }, Buffer.from("another first part"));
    expect(late.status).toBe(team === "azure" ? 201 : 404);
    const other = await complete(sent.slice(0, 1));
    // Their ETags tell nothing of the parts, or nothing to count on.
    if (team === "gcs" || team === "minio") expect(other.status).toBe(200);
    else expect([other.status, other.body.code]).toEqual([409, "upload.parts_invalid"]);
    expect((await complete(sent)).body).toEqual(done.body);
    expect(await stored(team)).toBe(Buffer.concat([FIRST, LAST]).toString());
    expect((await headOf(team)).etag).toBe(done.body.etag);
  });

  it("is completed by all who ask at the same time", async () => {
    for (let round = 0; round < 3; round++) {
      const { uploadId, parts } = await begin(team);
      const sent = await send(parts, [FIRST, LAST]);
      const answers = await Promise.all(
        Array.from({ length: 4 }, () => ask(team, "/complete", { uploadId, parts: sent })),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      // None of them has made the object anew.
      expect(new Set(answers.map(({ body }) => body.etag)).size).toBe(1);
    }
  });

  it("gets new URLs for parts while it is under way", async () => {
    const { uploadId, parts } = await begin(team);
    const [first] = await send([parts[0]], [FIRST]);
    const refreshed = await ask(team, "/refresh", { uploadId, parts: [{ partNumber: 2 }], expiresIn: 60 });
    expect(refreshed.status).toBe(200);
    const [grant] = refreshed.body.parts;
    expect(Date.parse(grant.expiresAt) - Date.now()).toBeLessThanOrEqual(60_000);
    const [second] = await send([grant], [LAST]);
    expect((await ask(team, "/complete", { uploadId, parts: [first, second] })).status).toBe(200);
  });

  it("is completed with bare ETags", async () => {
    const { uploadId, parts } = await begin(team, { parts: [{ partNumber: 7 }] });
    const sent = await send(parts, [LAST]);
    const bare = sent.map(({ etag, ...part }) => ({
      ...part,
      ...(etag && { etag: etag.replaceAll('"', "") }),
    }));
    expect((await ask(team, "/complete", { uploadId, parts: bare })).status).toBe(200);
    expect(await stored(team)).toBe(LAST.toString());
  });

  it("is aborted, and cannot be completed then", async () => {
    const { uploadId, parts } = await begin(team);
    const sent = await send(parts, [FIRST, LAST]);
    for (let time = 0; time < 2; time++) expect((await ask(team, "/abort", { uploadId })).status).toBe(204);
    if (team === "azure") return; // blocks are forgotten by Azure itself, a week later
    const late = await ask(team, "/complete", { uploadId, parts: sent });
    expect([late.status, late.body.code]).toEqual([404, "upload.not_found"]);
  });

  it("is not completed by parts that were not sent", async () => {
    const { uploadId, parts } = await begin(team);
    const sent = await send(parts.slice(0, 1), [FIRST]);
    const wrong = [...sent, { partNumber: 2, etag: '"0123456789abcdef0123456789abcdef"' }];
    const answer = await ask(team, "/complete", { uploadId, parts: wrong });
    expect([answer.status, answer.body.code]).toEqual([409, "upload.parts_invalid"]);
  });

  it("binds the MD5 of a part where the store can", async () => {
    const contentMd5 = createHash("md5").update(LAST).digest("base64");
    const answer = await ask(team, "", { parts: [{ partNumber: 1, contentMd5 }] });
    if (team === "azure") {
      expect([answer.status, answer.body.code]).toEqual([400, "binding.unsupported"]);
      return;
    }
    const [grant] = answer.body.parts;
    expect(grant.headers["Content-MD5"]).toBe(contentMd5);
    const other = { method: "PUT" as const, url: grant.url, headers: {} };
    expect((await spend(other, LAST)).status).toBeGreaterThanOrEqual(400);
    expect((await spend({ method: "PUT", ...grant }, LAST)).status).toBe(200);
  });

  it("keeps the content type", async () => {
    const { uploadId, parts } = await begin(team, { partCount: 1, contentType: "text/x-run" });
    const sent = await send(parts, [LAST]);
    expect((await ask(team, "/complete", { uploadId, parts: sent })).status).toBe(200);
    expect((await headOf(team))["content-type"]).toBe("text/x-run");
  });
});

describe("what is refused", () => {
  const uploadOf = async (team: string) => (await begin(team)).uploadId as string;

  it("an id of another team, another key, or one that was altered", async () => {
    const uploadId = await uploadOf("minio");
    for (const [team, body] of [
      ["aws", { uploadId }],
      ["minio", { uploadId, key: "other" }],
      ["minio", { uploadId: `${uploadId.slice(0, -2)}AA` }],
      ["minio", { uploadId: "made-up" }],
    ] as const)
      for (const [step, more] of [
        ["/refresh", { parts: [{ partNumber: 1 }] }],
        ["/complete", { parts: [{ partNumber: 1, etag: "x" }] }],
        ["/abort", {}],
      ] as const) {
        const answer = await ask(team, step, { ...more, ...body });
        expect([answer.status, answer.body.code]).toEqual([400, "upload.id_invalid"]);
      }
  });

  it("strangers and readers", async () => {
    const stranger = await service.token({ sub: "stranger", org: "rival" });
    const reader = await service.token({ sub: "reader" });
    for (const [token, status] of [
      [stranger, 404],
      [reader, 404],
    ] as const)
      expect((await ask("minio", "", { partCount: 1 }, token)).status).toBe(status);
  });

  it.each<[string, object, string]>([
    ["neither parts nor partCount", {}, "request.invalid"],
    ["both", { partCount: 1, parts: [{ partNumber: 1 }] }, "request.invalid"],
    ["a part 0", { parts: [{ partNumber: 0 }] }, "request.invalid"],
    ["a part 10,001", { parts: [{ partNumber: 10_001 }] }, "request.invalid"],
    ["10,001 parts", { partCount: 10_001 }, "request.invalid"],
    ["a part twice", { parts: [{ partNumber: 1 }, { partNumber: 1 }] }, "request.invalid"],
    ["too long a life", { partCount: 1, expiresIn: 604_801 }, "presign.expires_in_invalid"],
    ["a key with dots", { key: "../x", partCount: 1 }, "key.invalid"],
    ["a key of the service", { key: ".wandb-byob/owner", partCount: 1 }, "key.invalid"],
    ["a type with a line break", { contentType: "a\r\nb", partCount: 1 }, "object.invalid"],
    ["an MD5 that is none", { parts: [{ partNumber: 1, contentMd5: "x" }] }, "object.invalid"],
    ["an unknown field", { partCount: 1, sizes: [] }, "request.unknown_field"],
  ])("%s", async (_, body, code) => {
    const answer = await ask("minio", "", body);
    expect([answer.status, answer.body.code]).toEqual([400, code]);
  });

  it("a completion without the ETags that the store gave", async () => {
    const uploadId = await uploadOf("minio");
    const answer = await ask("minio", "/complete", { uploadId, parts: [{ partNumber: 1 }] });
    expect([answer.status, answer.body.code]).toEqual([400, "request.invalid"]);
  });

  it.each(["minio", "gcs", "azure"])("write-once on %s, which cannot hold it", async (team) => {
    const answer = await ask(team, "", { partCount: 1, ifNoneMatch: "*" });
    expect([answer.status, answer.body.code]).toEqual([400, "binding.unsupported"]);
  });
});

it("ten thousand parts come in pages of a thousand", async () => {
  const { uploadId, parts, nextPartNumber } = await begin("minio", { partCount: 10_000 });
  expect([parts.length, nextPartNumber]).toEqual([1_000, 1_001]);
  const asked = Array.from({ length: 1_000 }, (_, index) => ({ partNumber: nextPartNumber + index }));
  const page = await ask("minio", "/refresh", { uploadId, parts: asked });
  expect(page.body.parts.map(({ partNumber }: { partNumber: number }) => partNumber)).toEqual(
    asked.map(({ partNumber }) => partNumber),
  );
  const tooMany = [...asked, { partNumber: 1 }];
  expect((await ask("minio", "/refresh", { uploadId, parts: tooMany })).body.code).toBe("request.invalid");
});

it("every step leaves an audit record without the upload's id or key", async () => {
  const { uploadId } = await begin("minio");
  await begin("minio", { partCount: 1, expiresIn: 77 });
  await ask("minio", "/abort", { uploadId });
  const records = service.lines
    .filter((line) => line.includes("object:multipart"))
    .map((line) => JSON.parse(line));
  const lives = records.filter(({ action }) => action === "object:multipart:create").slice(-2);
  expect(lives.map(({ expiresInSeconds }) => expiresInSeconds)).toEqual([86_400, 77]);
  expect(records.at(-1)).toMatchObject({
    action: "object:multipart:abort",
    entity: "minio",
    response_code: 204,
  });
  expect(JSON.stringify(records)).not.toContain(uploadId);
});
