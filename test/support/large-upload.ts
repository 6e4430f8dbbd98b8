import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { LocalService } from "./local-service.ts";
import { spend } from "./spend.ts";

const MEBIBYTE = 1024 * 1024;
/** As W&B's SDK cuts large files. */
const PART_BYTES = 100 * MEBIBYTE;
const PARTS = 3;

/**
 * Takes a file of 300 MiB through the service to a team's store and back, as a client does; the URL of its second part
 * is left to expire, and asked for again.
 */
export async function uploadLargeFile(service: LocalService, team: string): Promise<void> {
  const token = await service.token({ teams: [team] });
  const key = "large/file of 300 MiB.bin";
  const ask = async (step: string, body: object) =>
    service.call("POST", `/presign/multipart${step}`, { token, body: { team, key, ...body } });

  const begun = await ask("", { partCount: PARTS });
  expect(begun.status).toBe(200);
  const { uploadId, parts } = begun.body;
  const short = await ask("/refresh", { uploadId, parts: [{ partNumber: 2 }], expiresIn: 1 });
  await sleep(2_100);

  const wanted = createHash("sha256");
  const body = Buffer.alloc(PART_BYTES);
  const finished = [];
  for (const { partNumber } of parts) {
    body.fill(`part ${partNumber} `);
    wanted.update(body);
    let [grant] = partNumber === 2 ? short.body.parts : [parts[partNumber - 1]];
    if (partNumber === 2) {
      expect((await spend({ method: "PUT", ...grant }, body.subarray(0, 1024))).status).toBe(403);
      [grant] = (await ask("/refresh", { uploadId, parts: [{ partNumber }] })).body.parts;
    }
    const { status, headers } = await spend({ method: "PUT", ...grant }, body);
    expect(status).toBe(200);
    finished.push({ partNumber, etag: String(headers.etag) });
  }
  const done = await ask("/complete", { uploadId, parts: finished });
  expect([done.status, done.body.code]).toEqual([200, undefined]);

  const asked = { team, method: "GET", objects: [{ key }] };
  const [grant] = (await service.call("POST", "/presign", { token, body: asked })).body.urls;
  const found = createHash("sha256");
  let bytes = 0;
  for await (const chunk of (await fetch(grant.url)).body ?? []) {
    found.update(chunk);
    bytes += chunk.byteLength;
  }
  expect(bytes).toBe(PARTS * PART_BYTES);
  expect(found.digest("hex")).toBe(wanted.digest("hex"));
}
