import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { spend } from "../../support/spend.ts";
import type { Caller } from "./caller.ts";
import type { PresignRuntime } from "./runtime.ts";

const KEY = "parts 1/ü+%~#?.bin ";
const FIRST = randomBytes(5 * 1024 * 1024);
const LAST = Buffer.from("and the rest");

export interface PartGrant {
  partNumber: number;
  url: string;
  headers: Record<string, string>;
}

/** Sends one part, and answers what its completion is told of it. */
export async function sendPart(grant: PartGrant, body: Uint8Array) {
  const { status, headers } = await spend({ method: "PUT", ...grant }, body);
  expect(status).toBeLessThan(300);
  return { partNumber: grant.partNumber, ...(headers.etag && { etag: String(headers.etag) }) };
}

/** Uploads in parts, wherever the presign function runs. */
export function describeUploads(open: () => { caller: Caller; runtime: PresignRuntime }) {
  const ask = (team: string, step: string, body: object) =>
    open().caller.post(`/presign/multipart${step}`, { team, key: KEY, ...body });

  describe.each(["aws", "gcs-hmac", "gcs-rsa", "azure", "minio", "listed"])(
    "an upload in parts to %s",
    (team) => {
      const isServed = () => open().runtime.reachesOwnStores || !["minio", "listed"].includes(team);

      it("is begun, refreshed, completed and found complete, or not served with a reason", async () => {
        const begun = await ask(team, "", { partCount: 2 });
        if (!isServed()) {
          expect([begun.status, begun.body.code]).toEqual([503, "store.unavailable"]);
          expect(begun.body.detail).toContain("not served here, at the edge");
          return;
        }
        expect([begun.status, begun.body.code]).toEqual([200, undefined]);
        const { uploadId, parts } = begun.body;
        const refreshed = await ask(team, "/refresh", { uploadId, parts: [{ partNumber: 2 }] });
        const sent = [await sendPart(parts[0], FIRST), await sendPart(refreshed.body.parts[0], LAST)];
        for (let time = 0; time < 2; time++) {
          const done = await ask(team, "/complete", { uploadId, parts: sent });
          expect([done.status, done.body]).toEqual([200, expect.objectContaining({ key: KEY })]);
        }
        const { urls } = (await open().caller.presign(team, "GET", [KEY])).body;
        const stored = await fetch(urls[0].url, { headers: urls[0].headers });
        expect(Buffer.concat([FIRST, LAST]).equals(Buffer.from(await stored.arrayBuffer()))).toBe(true);
      });

      it("is aborted", async () => {
        const begun = await ask(team, "", { partCount: 1 });
        if (!isServed()) return;
        const { uploadId, parts } = begun.body;
        const sent = await sendPart(parts[0], LAST);
        expect((await ask(team, "/abort", { uploadId })).status).toBe(204);
        if (team === "azure") return; // blocks are forgotten by Azure itself, a week later
        const late = await ask(team, "/complete", { uploadId, parts: [sent] });
        expect([late.status, late.body.code]).toEqual([404, "upload.not_found"]);
      });
    },
  );

  it("an upload of another team, and parts that were not sent, are refused", async () => {
    const { uploadId } = (await ask("aws", "", { partCount: 1 })).body;
    const parts = [{ partNumber: 1, etag: '"0123456789abcdef0123456789abcdef"' }];
    const foreign = await ask("gcs-hmac", "/complete", { uploadId, parts });
    expect([foreign.status, foreign.body.code]).toEqual([400, "upload.id_invalid"]);
    const unsent = await ask("aws", "/complete", { uploadId, parts });
    expect([unsent.status, unsent.body.code]).toEqual([409, "upload.parts_invalid"]);
  });
}
