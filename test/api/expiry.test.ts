import { afterAll, beforeAll, expect, it } from "vitest";
import { secret } from "../../lib/secret.ts";
import type { AccessKey } from "../../lib/storage/credentials.ts";
import { type LocalService, startLocalService } from "../support/local-service.ts";

const LIFE_MS = 200_000;

let service: LocalService;
let session: AccessKey;
let member: string;

beforeAll(async () => {
  service = await startLocalService({
    buckets: ["own-bucket"],
    awsEndpoint: true,
    identity: { keysFor: async () => session },
    registered: "s3://own-bucket?region=us-east-1",
    deployment: { awsRegion: "us-east-1" },
  });
  const own = service.cloud.buckets.find(({ name }) => name === "own-bucket");
  session = {
    accessKeyId: own?.accessKeyId ?? "",
    secretAccessKey: secret(own?.secretAccessKey ?? ""),
    sessionToken: secret("a session's token"),
    expiresAt: new Date(Date.now() + LIFE_MS),
  };
  const admin = await service.token({ sub: "admin1", roles: ["admin"] });
  const storageBucket = { provider: "AWS", name: "own-bucket", region: "us-east-1" };
  const body = { teamName: "omega", storageType: "External", storageBucket };
  const made = await service.call("POST", "/teams", { token: admin, body });
  expect([made.status, made.body.detail]).toEqual([201, undefined]);
  member = await service.token({ teams: ["omega"] });
});
afterAll(() => service.close());

/** When a URL says that it ends, by its own parameters. */
function endOf(url: string): number {
  const { searchParams } = new URL(url);
  const stamp = searchParams.get("X-Amz-Date") ?? "";
  const signed = stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
  return Date.parse(signed) + Number(searchParams.get("X-Amz-Expires")) * 1000;
}

it.each([undefined, 60, 86_400, 604_800])(
  "no URL says that it lives longer than the session that signed it, when %s s are asked for",
  async (expiresIn) => {
    const asked = { team: "omega", ...(expiresIn && { expiresIn }) };
    for (const method of ["GET", "PUT"]) {
      const body = { ...asked, method, objects: [{ key: "a" }] };
      const [grant] = (await service.call("POST", "/presign", { token: member, body })).body.urls;
      const end = Date.parse(grant.expiresAt);
      expect(endOf(grant.url)).toBe(end);
      expect(end).toBeLessThanOrEqual(session.expiresAt?.getTime() ?? 0);
      if (expiresIn === 60) expect(end - Date.now()).toBeLessThanOrEqual(60_000);
      const refresh = Date.parse(grant.refreshAfter) - Date.now();
      expect(refresh / (end - Date.now())).toBeCloseTo(2 / 3, 1);
    }
    const body = { ...asked, key: "b", partCount: 2 };
    const { parts } = (await service.call("POST", "/presign/multipart", { token: member, body })).body;
    for (const part of parts) expect(endOf(part.url)).toBe(Date.parse(part.expiresAt));
    for (const part of parts)
      expect(Date.parse(part.expiresAt)).toBeLessThanOrEqual(session.expiresAt?.getTime() ?? 0);
  },
);

it("a session that has ended signs nothing", async () => {
  session = { ...session, expiresAt: new Date(Date.now() - 1_000) };
  const body = { team: "omega", method: "GET", objects: [{ key: "a" }] };
  const answer = await service.call("POST", "/presign", { token: member, body });
  expect([answer.status, answer.body.code]).toEqual([503, "credentials.unavailable"]);
});
