import { beforeEach, describe, expect, test } from "vitest";
import { cachedBindings } from "../../../lib/presign/bindings.ts";
import { type GrantRequest, type IssueDeps, issueGrants } from "../../../lib/presign/issue-grants.ts";
import { secret } from "../../../lib/secret.ts";
import type { AccessKey } from "../../../lib/storage/credentials.ts";
import { type MemoryTeamStore, memoryTeamStore } from "../../support/memory-team-store.ts";
import { sampleTeam } from "../../support/sample-team.ts";
import { wrapTeamStore } from "../../support/wrap-team-store.ts";

const clock = new Date("2026-11-24T12:00:00Z");
const member = {
  sub: "member1",
  org: "acme",
  teams: new Set(["omega", "whole"]),
  roles: new Set(["gc"]),
};

let store: MemoryTeamStore;
let reads: number;
let key: AccessKey;
let deps: IssueDeps;

beforeEach(async () => {
  store = memoryTeamStore();
  reads = 0;
  key = { accessKeyId: "AKIA1", secretAccessKey: secret("s1") };
  const now = () => clock;
  const counted = wrapTeamStore(store, (_method, call) => {
    reads++;
    return call();
  });
  const bindings = cachedBindings({ store: counted, now, keySourceOf: () => async () => key });
  deps = { deployment: { type: "multi-tenant", frontendOrigins: [] }, now, bindings, attribution: false };
  for (const team of [sampleTeam({ name: "Omega", path: "a b/ü" }), sampleTeam({ name: "whole" })])
    await store.writeTeam("acme", team.name.toLowerCase(), { state: "active", team }, undefined);
});

const issue = (request: Partial<GrantRequest>) =>
  issueGrants(deps, member, { team: "omega", method: "GET", objects: [{ key: "k" }], ...request });

/** What a grant says, its URL taken apart; fails for a refused object. */
async function only(request: Partial<GrantRequest>) {
  const [entry] = (await issue(request)).urls;
  if (entry === undefined || !("url" in entry)) throw new Error(JSON.stringify(entry));
  return { ...entry, url: new URL(entry.url) };
}

describe("the answer", () => {
  test("has an entry per object in the order asked; a bad one spoils no other", async () => {
    const keys = ["a", "../x", "__proto__", "", "a", ".wandb-byob/owner", "b/\u0001", "z"];
    const { team, urls } = await issue({ objects: keys.map((each) => ({ key: each })) });
    expect(team).toBe("Omega");
    expect(urls.map((entry) => entry.key)).toEqual(keys);
    const codes = urls.map((entry) => ("error" in entry ? entry.error.code : "ok"));
    expect(codes).toEqual([
      "ok",
      "key.invalid",
      "ok",
      "key.invalid",
      "ok",
      "key.invalid",
      "key.invalid",
      "ok",
    ]);
  });

  test("names the field that cannot be used, and what the store cannot bind", async () => {
    const objects = [
      { key: "a", contentType: "a\nb" },
      { key: "b", contentMd5: "x" },
      { key: "c", responseContentType: "text/plain" },
      { key: "d", contentLength: 5, ifNoneMatch: "*" as const },
    ];
    const upload = await issue({ method: "PUT", objects });
    expect(upload.urls.map((entry) => ("error" in entry ? entry.error.code : "ok"))).toEqual([
      "object.invalid",
      "object.invalid",
      "object.invalid",
      "ok",
    ]);
    const download = await issue({ method: "GET", objects: [{ key: "d", contentLength: 5 }] });
    expect(download.urls[0]).toMatchObject({ error: { code: "binding.unsupported" } });
  });

  test("holds the headers that an upload must send, and none for a download", async () => {
    const bound = { contentType: "text/plain", contentLength: 3, ifNoneMatch: "*" as const };
    const upload = await only({ method: "PUT", objects: [{ key: "k", ...bound }] });
    expect(upload.headers).toEqual({
      "Content-Type": "text/plain",
      "Content-Length": "3",
      "If-None-Match": "*",
    });
    expect((await only({})).headers).toEqual({});
  });

  test("signs what a download is to be called", async () => {
    const responseContentDisposition = 'attachment; filename="a&b=c.txt"';
    const { url } = await only({ objects: [{ key: "k", responseContentDisposition }] });
    expect(url.searchParams.get("response-content-disposition")).toBe(responseContentDisposition);
  });
});

describe("a URL is for an object under the team's root", () => {
  test.each(["k", "k//k", "k//", " ", "%2e%2e/x", "a?b#c", "_teams/x", "😀", "acme-bucket/other"])(
    "%j",
    async (each) => {
      const inside = await only({ objects: [{ key: each }] });
      expect(decodeURIComponent(inside.url.pathname)).toBe(`/acme-bucket/a b/ü/${each}`);
      const whole = await only({ team: "whole", objects: [{ key: each }] });
      expect(decodeURIComponent(whole.url.pathname)).toBe(`/acme-bucket/${each}`);
    },
  );

  test("the root counts towards the 1,024 bytes", async () => {
    const longest = "k".repeat(1_024 - Buffer.byteLength("a b/ü/"));
    await only({ objects: [{ key: longest }] });
    const { urls } = await issue({ objects: [{ key: `${longest}k` }] });
    expect(urls[0]).toMatchObject({ error: { code: "key.invalid" } });
  });
});

describe("a grant's life", () => {
  test.each([
    ["GET", undefined, 3_600],
    ["HEAD", undefined, 3_600],
    ["PUT", undefined, 86_400],
    ["DELETE", undefined, 3_600],
    ["GET", 604_800, 604_800],
    ["PUT", 1, 1],
  ] as const)(
    "of %s, asked for %s s, is %d s; the answer and the URL say the same",
    async (method, asked, life) => {
      const entry = await only({ method, ...(asked === undefined ? {} : { expiresIn: asked }) });
      expect(entry.method).toBe(method);
      expect(entry.expiresAt).toBe(new Date(clock.getTime() + life * 1_000).toISOString());
      expect(entry.url.searchParams.get("X-Amz-Expires")).toBe(String(life));
      expect(entry.refreshAfter).toBe(new Date(clock.getTime() + (life * 2_000) / 3).toISOString());
    },
  );

  test("ends with the credentials that sign", async () => {
    key = { ...key, sessionToken: secret("t"), expiresAt: new Date(clock.getTime() + 900_000) };
    const entry = await only({ method: "PUT" });
    expect(entry.expiresAt).toBe("2026-11-24T12:15:00.000Z");
    expect(entry.refreshAfter).toBe("2026-11-24T12:10:00.000Z");
    expect(entry.url.searchParams.get("X-Amz-Expires")).toBe("900");
  });

  test("cannot begin when the credentials have ended", async () => {
    key = { ...key, sessionToken: secret("t"), expiresAt: clock };
    await expect(issue({})).rejects.toMatchObject({ code: "credentials.unavailable" });
  });

  test.each([0, -1, 1.5, 604_801])("is not %s s", async (expiresIn) => {
    await expect(issue({ expiresIn })).rejects.toMatchObject({ code: "presign.expires_in_invalid" });
  });
});

describe("a team is found", () => {
  test("by its name in any case", async () => {
    expect((await issue({ team: "oMEGA" })).team).toBe("Omega");
  });

  test.each(["", "nobody", "omega/", "../omega", "omega ", "\u212a", "x".repeat(49), "x".repeat(100_000)])(
    "not by %j, and a name that no team can have is not even looked up",
    async (team) => {
      await expect(issue({ team })).rejects.toMatchObject({ code: "team.not_found" });
      expect(reads).toBe(/^[\w-]{1,48}$/.test(team) ? 1 : 0);
    },
  );
});

test("nothing in an answer shows the secret that signed", async () => {
  const sessionToken = secret("session-token");
  key = { accessKeyId: "ASIA1", secretAccessKey: secret("signing-secret"), sessionToken };
  const answer = JSON.stringify(await issue({ objects: [{ key: "k" }, { key: "" }] }));
  expect(answer).not.toContain("signing-secret");
});
