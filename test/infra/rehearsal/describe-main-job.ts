import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { Client, Input } from "../../../functions/client/client.ts";
import { fetchSend } from "../../../functions/client/send.ts";
import { downloadUrl, uploadFile, uploadInParts } from "../../../functions/client/transfer.ts";
import { compactUrl } from "../../../lib/presign/compact-url.ts";
import { spend } from "../../support/spend.ts";
import { clientOf, problemOf } from "./callers.ts";
import type { Rehearsal } from "./rehearsal.ts";

type StorageBucket = NonNullable<Input<"createTeam">["body"]["storageBucket"]>;

export interface TeamStory {
  team: string;
  bucket: StorageBucket;
  /** The same place with keys to rotate to. */
  rotated: StorageBucket;
}

const KEY = "runs/1/a b%+ü.bin";
const FILE = randomBytes(6 * 1024 * 1024);
const PART_BYTES = 5 * 1024 * 1024;

/** A team from its admin's first question to its end, by the front end's client through API Gateway. */
export function describeMainJob(name: string, open: () => Rehearsal, story: () => TeamStory) {
  describe(`a team on ${name}`, () => {
    let team: string;
    let bucket: StorageBucket;
    let admin: Client;
    let member: Client;
    let stranger: Client;

    beforeAll(() => {
      ({ team, bucket } = story());
      admin = clientOf(open(), { sub: "admin1", roles: ["admin"] });
      member = clientOf(open(), { sub: "member1", teams: [team] });
      stranger = clientOf(open(), { sub: "stranger1", teams: ["others"] });
    });

    const download = async (client: Client, key: string) => {
      const url = await downloadUrl(client, { team, key, fileName: "run.bin" });
      const stored = await fetch(url);
      return stored.ok && FILE.equals(Buffer.from(await stored.arrayBuffer()));
    };

    it("starts with instructions and a report without errors", async () => {
      const { body } = await admin.createInstructions({ body: bucket });
      expect(JSON.stringify(body).length).toBeGreaterThan(1_000);
      const report = await admin.validateBucket({
        body: { teamName: team, storageType: "External", storageBucket: bucket },
      });
      expect(report.body.findings.filter(({ severity }) => severity === "ERROR")).toEqual([]);
      expect(report.body.valid).toBe(true);
    });

    it("is created once, and invites a guest", async () => {
      const body = { teamName: team, storageType: "External" as const, storageBucket: bucket };
      const made = await admin.createTeam({ body });
      expect([made.status, made.body.team.name]).toEqual([201, team]);
      expect((await admin.createTeam({ body })).status).toBe(200);
      await admin.setMembers({ params: { team }, body: { members: ["guest@acme.test"] } });
      const guest = clientOf(open(), { sub: "guest1", email: "Guest@acme.test", email_verified: true });
      expect((await guest.getTeam({ params: { team } })).body.team.members).toEqual(["guest@acme.test"]);
    });

    it("moves a file up and down, byte for byte", async () => {
      await uploadFile(member, fetchSend, { team, key: KEY, body: new Blob([FILE]) });
      expect(await download(member, KEY)).toBe(true);
    });

    it("signs compactly what is spent the same way", async () => {
      const objects = [{ key: "compact 1" }, { key: "compact 2" }];
      const asked = { team, method: "PUT" as const, format: "compact" as const, objects };
      const { body } = await member.presign({ body: asked });
      if (!("items" in body)) throw new Error("The answer is not compact.");
      for (const item of body.items) {
        if ("error" in item) throw new Error(item.error.detail);
        const grant = { method: "PUT" as const, url: compactUrl(body, item), headers: item.headers ?? {} };
        expect((await spend(grant, "compact")).status).toBeLessThan(300);
      }
    });

    it("takes a file in parts from one process of the function to the next", async () => {
      let renewed = false;
      const send: typeof fetchSend = async (...part) => {
        const sent = await fetchSend(...part);
        if (!renewed) {
          renewed = true;
          await open().functions.presign.recycle();
          return { status: 403 };
        }
        return sent;
      };
      const upload = { team, key: "in parts", body: new Blob([FILE]), partBytes: PART_BYTES };
      await uploadInParts(member, send, upload);
      expect(await download(member, "in parts")).toBe(true);
      const { uploadId } = (await member.beginUpload({ body: { team, key: "none", partCount: 1 } })).body;
      expect((await member.abortUpload({ body: { team, key: "none", uploadId } })).status).toBe(204);
    });

    it("is listed to admins, and hidden from others as if it were not there", async () => {
      const { teams } = (await admin.listTeams({ query: { limit: "1000" } })).body;
      expect(teams.map((each) => each.name)).toContain(team);
      for (const ask of [
        (of: string) => stranger.getTeam({ params: { team: of } }),
        (of: string) => stranger.presign({ body: { team: of, method: "GET", objects: [{ key: KEY }] } }),
      ]) {
        const { requestId: _, ...hidden } = await problemOf(ask(team));
        const { requestId: __, ...missing } = await problemOf(ask("nobodys"));
        expect([hidden.status, hidden.code]).toEqual([404, "team.not_found"]);
        expect(JSON.stringify(hidden).replaceAll(team, "nobodys")).toBe(JSON.stringify(missing));
      }
    });

    it("rotates its credentials, with which a new process reads what was there", async () => {
      const body = { storageBucket: story().rotated };
      const { status } = await admin.rotateCredentials({ params: { team }, body });
      expect(status).toBe(200);
      await open().functions.presign.recycle();
      expect(await download(member, KEY)).toBe(true);
    });

    it("keeps its storage, and leaves nothing but its name behind", async () => {
      for (const change of [admin.putTeam, admin.patchTeam])
        expect((await problemOf(change({ params: { team } }))).code).toBe("storage.immutable");
      const gc = clientOf(open(), { sub: "gc1", roles: ["gc"] });
      const asked = { team, method: "DELETE" as const, objects: [{ key: KEY }] };
      const { body } = await gc.presign({ body: asked });
      const [grant] = "urls" in body ? body.urls : [];
      if (grant === undefined || "error" in grant) throw new Error("There is no URL.");
      expect((await spend(grant)).status).toBeLessThan(300);
      expect(await download(member, KEY)).toBe(false);
      expect((await admin.deleteTeam({ params: { team } })).status).toBe(204);
      expect((await problemOf(admin.getTeam({ params: { team } }))).code).toBe("team.not_found");
    });
  });
}
