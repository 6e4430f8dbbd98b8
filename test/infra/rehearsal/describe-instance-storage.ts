import { describe, expect, it } from "vitest";
import { fetchSend } from "../../../functions/client/send.ts";
import { downloadUrl, uploadFile } from "../../../functions/client/transfer.ts";
import { clientOf } from "./callers.ts";
import type { Rehearsal } from "./rehearsal.ts";

/** The bucket of the whole deployment, by the keys of its registered store, and a team that uses it. */
export function describeInstanceStorage(open: () => Rehearsal) {
  describe("instance storage", () => {
    const admin = () => clientOf(open(), { sub: "admin1", roles: ["admin"] });

    it("is chosen among what is offered, and shown", async () => {
      const { body } = await admin().listProviders({});
      expect(body.deployment).toBe("self-managed");
      const { buckets } = (await admin().listBuckets({})).body;
      const listed = buckets.find(({ bucket }) => bucket.name === "acme-models");
      const storageBucket = { id: listed?.id ?? "" };
      expect((await admin().setInstanceStorage({ body: { storageBucket } })).status).toBe(201);
      expect((await admin().getInstanceStorage({})).body.storage.bucket.name).toBe("acme-models");
    });

    it("takes an Internal team's files, which the organisation may read", async () => {
      const team = "inside";
      expect((await admin().createTeam({ body: { teamName: team, storageType: "Internal" } })).status).toBe(
        201,
      );
      const member = clientOf(open(), { teams: [team] });
      await uploadFile(member, fetchSend, { team, key: "a", body: new Blob(["inside"]) });
      const reader = clientOf(open(), { sub: "reader1" });
      const stored = await fetch(await downloadUrl(reader, { team, key: "a", fileName: "a" }));
      expect(await stored.text()).toBe("inside");
    });
  });
}
