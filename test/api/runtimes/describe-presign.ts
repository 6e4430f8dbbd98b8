import { beforeAll, describe, expect, it } from "vitest";
import { compactUrl } from "../../../lib/presign/compact-url.ts";
import { spend } from "../../support/spend.ts";
import { ORIGIN } from "../../support/three-stores.ts";
import { type Answer, type Caller, callerOf } from "./caller.ts";
import { describeUploads } from "./describe-uploads.ts";
import type { PresignRuntime } from "./runtime.ts";
import type { Stage } from "./stage.ts";

const TEAMS = ["minio", "listed", "aws", "gcs-hmac", "gcs-rsa", "azure"];
const KEY = "run 1/ü+%~#?.bin ";
const CONTENT = Buffer.from(Array.from({ length: 4_096 }, (_, index) => index % 251));

const codeOf = ({ status, body }: Answer) => [status, body.code];
const problem = (status: number, code: string) => [status, code];

/** What the presign function does, wherever it runs. */
export function describePresign(where: string, open: () => { stage: Stage; runtime: PresignRuntime }) {
  describe(`presign ${where}`, () => {
    let stage: Stage;
    let runtime: PresignRuntime;
    let caller: Caller;
    beforeAll(async () => {
      ({ stage, runtime } = open());
      caller = await callerOf(stage, runtime);
    });
    const asked = (token: string | null, team = "minio") =>
      caller.post("/presign", { team, method: "GET", objects: [{ key: KEY }] }, { token });

    it("tells that it runs, without a token", async () => {
      const { status, text } = await runtime.send({ method: "GET", path: "/healthz" });
      expect([status, JSON.parse(text)]).toEqual([200, { status: "ok" }]);
    });

    it("answers other paths and methods by problems", async () => {
      expect(codeOf(await caller.post("/presigned", {}))).toEqual(problem(404, "route.not_found"));
      const { status, headers, text } = await runtime.send({ method: "GET", path: "/presign" });
      expect([status, JSON.parse(text).code]).toEqual(problem(405, "method.not_allowed"));
      expect(headers.get("allow")).toBe("POST");
    });

    it("asks for a token that it can verify", async () => {
      const missing = await asked(null);
      expect(codeOf(missing)).toEqual(problem(401, "auth.token_missing"));
      expect(missing.headers.get("www-authenticate")).toBe("Bearer");
      expect(missing.headers.get("content-type")).toMatch(/^application\/problem\+json/);
      const teams = { teams: TEAMS };
      for (const token of [
        "no-token",
        await stage.token(teams, { expired: true }),
        await stage.token(teams, { stranger: true }),
        await stage.token({ ...teams, aud: "others" }),
        await stage.token({ ...teams, iss: "https://others.test/" }),
      ])
        expect(codeOf(await asked(token))).toEqual(problem(401, "auth.token_invalid"));
    });

    it("has no team for another organisation, for a stranger, or of a name that is not taken", async () => {
      const [foreign, stranger] = [{ org: "rival", teams: TEAMS }, { sub: "stranger" }];
      const member = { teams: [...TEAMS, "nobody"] };
      const answers = [
        await asked(await stage.token(foreign)),
        await asked(await stage.token(stranger)),
        await asked(await stage.token(member), "nobody"),
      ];
      expect(answers.map(codeOf)).toEqual(answers.map(() => problem(404, "team.not_found")));
      expect(new Set(answers.map(({ body }) => body.detail)).size).toBe(1);
    });

    it("lets those delete who collect garbage, and nobody else", async () => {
      const body = { team: "minio", method: "DELETE", objects: [{ key: KEY }] };
      const token = await stage.token({ teams: TEAMS });
      expect(codeOf(await caller.post("/presign", body, { token }))).toEqual(problem(403, "auth.forbidden"));
    });

    it("answers a preflight of the front end without a token, and tells other pages nothing", async () => {
      const preflight = (origin: string) =>
        runtime.send({
          method: "OPTIONS",
          path: "/presign",
          headers: { origin, "access-control-request-method": "POST" },
        });
      const { status, headers } = await preflight(ORIGIN);
      expect(status).toBe(204);
      expect(Object.fromEntries(headers)).toMatchObject({
        "access-control-allow-origin": ORIGIN,
        "access-control-allow-methods": "GET, POST, PUT, DELETE",
        "access-control-allow-headers": "authorization, content-type",
      });
      const other = await preflight("https://evil.test");
      expect(other.headers.get("access-control-allow-origin")).toBeNull();
      const answered = await caller.presign("minio", "GET", [KEY]);
      expect(answered.headers.get("access-control-allow-origin")).toBe(ORIGIN);
      expect(answered.headers.get("access-control-expose-headers")).toBe("x-request-id, retry-after");
      expect(answered.headers.get("cache-control")).toBe("no-store");
    });

    it("sends a harmless request id back, and makes one instead of another", async () => {
      const body = { team: "minio", method: "GET", objects: [{ key: KEY }] };
      const echoed = await caller.post("/presign", body, { requestId: "req-42" });
      expect(echoed.headers.get("x-request-id")).toBe("req-42");
      const made = await caller.post("/presign", body, { requestId: "req 42 <script>" });
      expect(made.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    });

    describe.each(TEAMS)("for the team %s", (team) => {
      const key = `${where}/${KEY}`;
      const grant = async (method: string) => {
        const { status, body } = await caller.presign(team, method, [key]);
        expect([status, body.urls?.[0]?.error]).toEqual([200, undefined]);
        return body.urls[0];
      };

      it("signs URLs that upload, ask, download and delete, and do nothing else", async () => {
        const put = await grant("PUT");
        expect((await spend(put, CONTENT)).status).toBeLessThan(300);
        const get = await grant("GET");
        const response = await fetch(get.url, { headers: get.headers });
        expect(Buffer.from(await response.arrayBuffer())).toEqual(CONTENT);
        const head = await spend(await grant("HEAD"));
        expect([head.status, head.headers["content-length"]]).toEqual([200, String(CONTENT.length)]);
        const altered = await spend({ ...get, url: get.url.replace("run%201", "run%202") });
        expect(altered.status).toBe(403);
        expect((await spend(await grant("DELETE"))).status).toBeLessThan(300);
        expect((await spend(get)).status).toBe(404);
      });

      it("signs the same in the compact format", async () => {
        const keys = [key, "second", "../third"];
        const objects = keys.map((name) => ({ key: name }));
        const request = { team, method: "PUT", format: "compact", objects };
        const { status, body } = await caller.post("/presign", request);
        expect([status, body.items.length]).toEqual([200, 3]);
        const [first, , third] = body.items;
        const url = compactUrl(body, first);
        const sent = await spend({ method: "PUT", url, headers: first.headers ?? {} }, CONTENT);
        expect(sent.status).toBeLessThan(300);
        expect(third.error.code).toBe("key.invalid");
      });

      it("signs for as long as it says", async () => {
        const body = { team, method: "GET", objects: [{ key }], expiresIn: 60 };
        const [url] = (await caller.post("/presign", body)).body.urls;
        const { searchParams } = new URL(url.url);
        const seconds = searchParams.get("X-Amz-Expires") ?? searchParams.get("X-Goog-Expires");
        const end = searchParams.get("se");
        expect(end === null ? seconds : Date.parse(end)).toBe(
          end === null ? "60" : Date.parse(url.expiresAt),
        );
        const user = searchParams.get("X-User");
        expect(user).toBe(team === "azure" ? null : "member1");
      });
    });

    it("signs with a session of the integration role, for as long as that lives", async () => {
      const { status, body } = await caller.presign("role", "PUT", [KEY]);
      expect(status).toBe(200);
      const [{ url, expiresAt }] = body.urls;
      expect(new URL(url).searchParams.get("X-Amz-Security-Token")).toMatch(/^session-token-\d+$/);
      expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(3_600_000);
      expect(stage.sts.calls.at(-1)).toMatchObject({
        RoleArn: stage.environment.BYOB_INTEGRATION_ROLE_ARN,
        "Tags.member.1.Key": "wandb:OrgID",
        "Tags.member.1.Value": "acme",
        "Tags.member.2.Value": "role",
      });
    });

    it("tells what is wrong with one object, and signs the others", async () => {
      const { status, body } = await caller.presign("minio", "GET", [
        "a",
        "../b",
        "",
        ".wandb-byob/owner",
        "c",
      ]);
      const codes = body.urls.map(({ error }: { error?: { code: string } }) => error?.code);
      expect([status, codes]).toEqual([
        200,
        [undefined, "key.invalid", "key.invalid", "key.invalid", undefined],
      ]);
      const contentMd5 = "1B2M2Y8AsgTpgAmY7PhCfg==";
      const unbound = await caller.presign("azure", "PUT", ["a"], { contentMd5 });
      expect(unbound.body.urls[0].error.code).toBe("binding.unsupported");
      const bound = await caller.presign("gcs-rsa", "PUT", ["a"], { contentMd5 });
      expect(bound.body.urls[0].headers["Content-MD5"]).toBe(contentMd5);
      expect((await spend(bound.body.urls[0], CONTENT)).status).toBe(400);
    });

    it("refuses what is too much, with what is allowed", async () => {
      const many = await caller.presign("minio", "GET", Array<string>(1_001).fill("k"));
      expect([codeOf(many), many.body.allowed]).toEqual([problem(413, "presign.too_many_objects"), 1_000]);
      const objects = Array(5_000).fill({ key: "ü".repeat(400) });
      const long = await caller.post("/presign", {
        team: "minio",
        method: "GET",
        format: "compact",
        objects,
      });
      expect(codeOf(long)).toEqual(problem(413, "presign.answer_too_large"));
      const large = await caller.post("/presign", " ".repeat(6 * 1024 * 1024 + 1));
      expect(codeOf(large)).toEqual(problem(413, "request.too_large"));
    });

    it.each<[string, unknown, string]>([
      ["text that is no JSON", "{", "request.not_json"],
      ["bytes that are no UTF-8", new Uint8Array([0x22, 0xff, 0x22]), "request.not_json"],
      ["nothing", "", "request.not_json"],
      ["an unknown field", { colour: "red" }, "request.unknown_field"],
      ["a wrong type", { objects: "k" }, "request.invalid"],
      ["another method", { method: "PATCH" }, "request.invalid"],
      ["too long a life", { expiresIn: 604_801 }, "presign.expires_in_invalid"],
    ])("refuses %s", async (_, body, code) => {
      const isRaw = typeof body === "string" || body instanceof Uint8Array;
      const whole = { team: "minio", method: "GET", objects: [{ key: "k" }] };
      const answer = await caller.post("/presign", isRaw ? body : { ...whole, ...(body as object) });
      expect(codeOf(answer)).toEqual(problem(400, code));
    });

    it("reads a body that travels as bytes", async () => {
      const key = "träumerei 💾";
      const body = Buffer.from(JSON.stringify({ team: "minio", method: "GET", objects: [{ key }] }));
      const answer = await caller.post("/presign", body);
      expect([answer.status, answer.body.urls[0].key]).toEqual([200, key]);
    });

    describeUploads(() => ({ caller, runtime }));

    it("leaves an audit record, a log line and a metric per request, without secrets and signatures", async () => {
      const requestId = `${where.replaceAll(" ", "-")}-audited`;
      const objects = [{ key: "hidden-key-1" }, { key: "hidden-key-2" }];
      const body = { team: "aws", method: "PUT", objects, expiresIn: 77 };
      const [{ url }] = (await caller.post("/presign", body, { requestId })).body.urls;
      const audited = '"expiresInSeconds":77';
      await expect.poll(() => runtime.lines.filter((line) => line.includes(audited)).length).toBe(1);
      const record = JSON.parse(runtime.lines.find((line) => line.includes(audited)) ?? "");
      expect(record).toEqual({
        event: "audit",
        action: "object:presign",
        actor: "member1",
        org: "acme",
        entity: "aws",
        method: "PUT",
        objectCount: 2,
        expiresInSeconds: 77,
        ip: runtime.ip,
        response_code: 200,
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      });
      const logged = runtime.lines.filter((line) => line.includes(requestId)).map((line) => JSON.parse(line));
      expect(logged).toEqual([expect.objectContaining({ event: "request", route: "/presign", status: 200 })]);
      const all = runtime.lines.join("\n");
      expect(all).toContain('"_aws"');
      const signature = new URL(url).searchParams.get("X-Amz-Signature") ?? "";
      for (const secret of [...stage.hidden, signature, "hidden-key", "eyJ"])
        expect(all).not.toContain(secret);
    });
  });
}
