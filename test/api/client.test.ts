import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, createClient, type ServiceProblem } from "../../functions/client/client.ts";
import { OPERATIONS } from "../../functions/client/operations.ts";
import { fetchSend, type Send } from "../../functions/client/send.ts";
import { downloadUrl, uploadFile, uploadInParts } from "../../functions/client/transfer.ts";
import { openApiDocument } from "../../functions/openapi-document.ts";
import { type LocalService, startLocalService } from "../support/local-service.ts";

const MEBIBYTE = 1024 * 1024;
const FILE = randomBytes(12 * MEBIBYTE);

let service: LocalService;
let admin: Client;
let member: Client;

beforeAll(async () => {
  service = await startLocalService({ buckets: ["client-bucket"] });
  const clientOf = (claims: object) =>
    createClient({ baseUrl: service.url, token: () => service.token({ ...claims }) });
  admin = clientOf({ sub: "admin1", roles: ["admin"] });
  member = clientOf({ teams: ["omega"] });
});
afterAll(() => service.close());

const stored = async (key: string) => {
  const url = await downloadUrl(member, { team: "omega", key, fileName: "run.bin" });
  return Buffer.from(await (await fetch(url)).arrayBuffer());
};

describe("the example, step by step", () => {
  it("creates a team", async () => {
    const storageBucket = { provider: "MINIO" as const, name: "client-bucket" };
    const report = await admin.validateBucket({ body: { storageBucket } });
    expect(report.body.valid).toBe(true);
    const made = await admin.createTeam({
      body: { teamName: "omega", storageType: "External", storageBucket },
    });
    expect([made.status, made.body.team.name]).toEqual([201, "omega"]);
    const { body } = await member.getTeam({ params: { team: "omega" } });
    expect(body.team.bucket.name).toBe("client-bucket");
    expect((await admin.listTeams({ query: { limit: "10" } })).body.teams).toHaveLength(1);
  });

  it("uploads a file, and is told of its progress", async () => {
    const shares: number[] = [];
    const body = new Blob([FILE]);
    const onProgress = (share: number) => void shares.push(share);
    await uploadFile(member, fetchSend, {
      team: "omega",
      key: "one",
      body,
      contentType: "text/x-run",
      onProgress,
    });
    expect(shares).toEqual([1]);
    expect((await stored("one")).equals(FILE)).toBe(true);
  });

  it("uploads in parts, with new URLs for those that have died", async () => {
    const shares: number[] = [];
    let dead = 2;
    const send: Send = async (grant, body, onProgress) =>
      dead-- > 0 ? { status: 403 } : fetchSend(grant, body, onProgress);
    await uploadInParts(member, send, {
      team: "omega",
      key: "many",
      body: new Blob([FILE]),
      partBytes: 5 * MEBIBYTE,
      onProgress: (share) => void shares.push(share),
    });
    expect(shares).toHaveLength(3);
    expect(shares.at(-1)).toBe(1);
    expect((await stored("many")).equals(FILE)).toBe(true);
  });

  it("gives the download its name", async () => {
    const url = await downloadUrl(member, { team: "omega", key: "one", fileName: "Läufe (1)'.bin" });
    expect(new URL(url).searchParams.get("response-content-disposition")).toBe(
      "attachment; filename*=UTF-8''L%C3%A4ufe%20%281%29%27.bin",
    );
  });
});

it("an upload that cannot be finished is aborted", async () => {
  const aborted: string[] = [];
  const watched: Client = {
    ...member,
    abortUpload: async (input) => {
      aborted.push(input.body.key);
      return member.abortUpload(input);
    },
  };
  const refusing: Send = async () => ({ status: 500 });
  const upload = { team: "omega", key: "never", body: new Blob([FILE]), partBytes: 5 * MEBIBYTE };
  await expect(uploadInParts(watched, refusing, upload)).rejects.toThrow("HTTP 500");
  expect(aborted).toEqual(["never"]);
});

it("a problem is told with its code and who must act", async () => {
  const stranger = createClient({ baseUrl: service.url, token: () => service.token({ sub: "stranger" }) });
  const refused = stranger.presign({ body: { team: "nobody", method: "GET", objects: [{ key: "a" }] } });
  const { problem } = (await refused.catch((error: unknown) => error)) as ServiceProblem;
  expect(problem).toMatchObject({ code: "team.not_found", status: 404, whoActs: "caller" });
});

it("has every operation of the contract", () => {
  const { paths } = openApiDocument() as { paths: Record<string, Record<string, { operationId: string }>> };
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => [
      operationId,
      { method: method.toUpperCase(), path },
    ]),
  );
  expect(OPERATIONS).toEqual(Object.fromEntries(documented));
});
