import { describe, expect, it } from "vitest";
import type { Team } from "../../../lib/teams/team.ts";
import { clientOf, problemOf } from "./callers.ts";
import { PAYLOAD_BYTES } from "./lambda-answer.ts";
import type { Rehearsal } from "./rehearsal.ts";

const ADDRESS = "s3://acme-own/role?region=us-east-1";

/** The store here takes no sessions of the stand-in's, so nobody can create it. */
const TEAM: Team = {
  org: "acme",
  name: "role",
  storageType: "External",
  binding: {
    id: "binding-role",
    bucket: { provider: "AWS", name: "acme-own", path: "role", region: "us-east-1" },
    root: "role/",
    credentialsSource: "integration",
  },
  members: [],
  createdBy: "admin1",
  createdAt: new Date("2026-11-24T12:00:00Z"),
};

/** Sessions of the integration role, and the most that goes through Lambda. */
export function describeLimits(open: () => Rehearsal) {
  const keys = (count: number, length: number) =>
    Array.from({ length: count }, (_, index) => ({ key: `${index}`.padStart(length, "k") }));

  describe("the integration role", () => {
    it("is assumed to validate and to create, which a store that does not know it refuses", async () => {
      const admin = clientOf(open(), { sub: "admin1", roles: ["admin"] });
      const storageBucket = { address: ADDRESS };
      const { body } = await admin.validateBucket({ body: { storageBucket } });
      expect(body.findings[0]?.message).toContain("does not know this access key");
      const refused = problemOf(
        admin.createTeam({ body: { teamName: "role", storageType: "External", storageBucket } }),
      );
      expect((await refused).code).toBe("bucket.not_usable");
    });

    it("signs 1,000 URLs in one answer", async () => {
      await open().table.writeTeam("acme", TEAM.name, { state: "active", team: TEAM }, undefined);
      const member = clientOf(open(), { teams: ["role"] });
      const asked = { team: "role", method: "GET" as const, objects: keys(1_000, 200) };
      const { body } = await member.presign({ body: asked });
      if (!("urls" in body)) throw new Error("There are no URLs.");
      expect(body.urls).toHaveLength(1_000);
      const [first] = body.urls;
      expect(first && "url" in first && first.url).toContain("X-Amz-Security-Token=session-token-");
    });
  });

  describe("what goes through Lambda", () => {
    it("is an answer that is small enough, or the number that would be", async () => {
      const member = clientOf(open(), { teams: ["role"] });
      const asked = { team: "role", method: "GET" as const, format: "compact" as const };
      const { body } = await member.presign({ body: { ...asked, objects: keys(5_000, 200) } });
      expect("items" in body && body.items.length).toBe(5_000);
      const objects = keys(5_000, 1_000);
      const problem = await problemOf(member.presign({ body: { ...asked, objects } }));
      expect([problem.status, problem.code]).toEqual([413, "presign.answer_too_large"]);
    });

    it("is an answer that stays small enough when Lambda writes it as a text within a text", async () => {
      const member = clientOf(open(), { teams: ["role"] });
      const objects = Array.from({ length: 1_000 }, (_, index) => ({ key: `${index}`.padStart(1_000, '"') }));
      const asked = { team: "role", method: "GET" as const, format: "compact" as const, objects };
      const problem = await problemOf(member.presign({ body: asked }));
      expect([problem.status, problem.code]).toEqual([413, "presign.answer_too_large"]);
    });

    it("is a list of teams, in pages that are small enough however many members they have", async () => {
      const members = Array.from({ length: 1_000 }, (_, index) => `${index}@${"m".repeat(230)}.test`);
      const crowds = Array.from({ length: 28 }, (_, index) => `crowd${index}`);
      for (const name of crowds)
        await open().table.writeTeam(
          "acme",
          name,
          { state: "active", team: { ...TEAM, name, members } },
          undefined,
        );
      const admin = clientOf(open(), { sub: "admin1", roles: ["admin"] });
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const { body } = await admin.listTeams({ query: { limit: "1000", ...(cursor && { cursor }) } });
        seen.push(...body.teams.map(({ name }) => name));
        cursor = body.nextCursor;
      } while (cursor !== undefined);
      expect(seen.filter((name) => name.startsWith("crowd"))).toEqual(crowds.toSorted());
    });

    it("is a body of any type, in base64 unless it is text", async () => {
      const { gateway, token } = open();
      const headers = { authorization: `Bearer ${await token({ teams: ["role"] })}` };
      const body = Buffer.from(JSON.stringify({ team: "role", method: "GET", objects: [{ key: "ü" }] }));
      for (const type of [
        undefined,
        "application/json; charset=utf-8",
        "application/x-www-form-urlencoded",
      ]) {
        const answer = await fetch(`${gateway.url}/presign`, {
          method: "POST",
          headers: { ...headers, ...(type === undefined ? {} : { "content-type": type }) },
          body,
        });
        expect([type, answer.status]).toEqual([type, 200]);
        expect(((await answer.json()) as { urls: { key: string }[] }).urls[0]?.key).toBe("ü");
      }
    });

    it("is a refusal that does not repeat a large body", async () => {
      const { gateway, token } = open();
      const headers = { authorization: `Bearer ${await token({ teams: ["role"] })}` };
      const quotes = '"'.repeat(2_200_000);
      const objects = Array.from({ length: 1_000 }, () => ({ key: '"'.repeat(2_000) }));
      for (const asked of [
        { team: "role", method: "GET", objects: [{ key: "a" }], [quotes]: 1 },
        { team: quotes, method: "GET", objects: [{ key: "a" }] },
        { team: "role", method: "GET", objects },
      ]) {
        const body = Buffer.from(JSON.stringify(asked));
        const answer = await fetch(`${gateway.url}/presign`, { method: "POST", headers, body });
        const text = await answer.text();
        expect([answer.status < 500, gateway.served.at(-1)?.byFunction]).toEqual([true, true]);
        expect(text.length).toBeLessThan(1_000);
      }
    });

    it("is no event of more than 6 MB", async () => {
      const { gateway, token } = open();
      const headers = { authorization: `Bearer ${await token()}`, "content-type": "application/json" };
      const ask = async (bytes: number) => {
        const body = " ".repeat(bytes);
        const answer = await fetch(`${gateway.url}/presign`, { method: "POST", headers, body });
        return [answer.status, gateway.served.at(-1)?.byFunction];
      };
      expect(await ask(PAYLOAD_BYTES - 10_000)).toEqual([400, true]);
      expect(await ask(PAYLOAD_BYTES)).toEqual([413, false]);
    });
  });
}
