import { afterAll, beforeAll, expect, it } from "vitest";
import { STORAGE_ADMIN } from "../../functions/local/gcs/gcs-bucket.ts";
import { type GcsServer, startGcsServer } from "../../functions/local/gcs/server.ts";
import { rsaKeyPair } from "../support/gcs-store.ts";
import { type LocalService, startLocalService } from "../support/local-service.ts";
import { spend } from "../support/spend.ts";

const EMAIL = "byob@acme.iam.gserviceaccount.com";
const OLD = { id: "GOOG1EOLDKEYOLDKEYOLDK", secret: "old/secret+=" };
const NEW = { id: "GOOG1ENEWKEYNEWKEYNEWK", secret: "new/secret+=" };
const TEAMS = ["begins", "completes", "aborts"];
const KEY = "model.bin";
const BYTES = Buffer.from("all of it");

/** The service account's keys at the store; what changes here holds at once. */
const hmacKeys: Record<string, string> = { [OLD.id]: OLD.secret };
let gcs: GcsServer;
let service: LocalService;
let member: string;
/** By team, an upload that was begun and sent with the old keys. */
const sent = new Map<string, { uploadId: string; parts: { partNumber: number; etag: string }[] }>();

const ask = (team: string, step: string, body: object) =>
  service.call("POST", `/presign/multipart${step}`, { token: member, body: { team, key: KEY, ...body } });

const addressOf = (team: string, { id, secret }: typeof OLD) =>
  `gs://${id}:${encodeURIComponent(secret)}@bucket-that-${team}`;

beforeAll(async () => {
  const cors = [
    {
      origin: ["http://localhost:3000"],
      method: ["GET", "HEAD", "PUT"],
      responseHeader: ["Content-Type", "Content-MD5", "ETag"],
    },
  ];
  gcs = await startGcsServer({
    port: 0,
    accounts: [{ email: EMAIL, publicKey: rsaKeyPair().publicKey, hmacKeys }],
    buckets: TEAMS.map((team) => ({
      name: `bucket-that-${team}`,
      permissions: { [EMAIL]: STORAGE_ADMIN },
      cors,
    })),
  });
  service = await startLocalService({
    buckets: [],
    endpoints: { GCP: gcs.endpoint },
    registered: TEAMS.map((team) => `gs://bucket-that-${team}`).join(),
  });
  const admin = await service.token({ sub: "admin1", roles: ["admin"] });
  member = await service.token({ teams: TEAMS });
  for (const team of TEAMS) {
    const storageBucket = { address: addressOf(team, OLD) };
    const body = { teamName: team, storageType: "External", storageBucket };
    const made = await service.call("POST", "/teams", { token: admin, body });
    expect([made.status, made.body.report?.findings]).toEqual([201, expect.anything()]);
    const { uploadId, parts } = (await ask(team, "", { partCount: 1 })).body;
    const { headers } = await spend({ method: "PUT", ...parts[0] }, BYTES);
    sent.set(team, { uploadId, parts: [{ partNumber: 1, etag: String(headers.etag) }] });
  }

  hmacKeys[NEW.id] = NEW.secret;
  for (const team of TEAMS) {
    const body = { storageBucket: { address: addressOf(team, NEW) } };
    const rotated = await service.call("PUT", `/teams/${team}/credentials`, { token: admin, body });
    expect(rotated.status).toBe(200);
  }
  delete hmacKeys[OLD.id];
});
afterAll(async () => {
  await service.close();
  await gcs.close();
});

// Bindings are kept for 30 s: each team's is still the one with the old keys, which the store knows no longer.

it("a team whose keys were replaced a moment ago begins an upload, and its URLs are signed with the new ones", async () => {
  const { status, body } = await ask("begins", "", { partCount: 1 });
  expect(status).toBe(200);
  expect(body.parts[0].url).toContain(NEW.id);
  expect((await spend({ method: "PUT", ...body.parts[0] }, BYTES)).status).toBe(200);
});

it("completes one that was sent before", async () => {
  const answer = await ask("completes", "/complete", { ...sent.get("completes") });
  expect([answer.status, answer.body]).toEqual([200, expect.objectContaining({ key: KEY })]);
});

it("aborts one", async () => {
  const { uploadId } = sent.get("aborts") ?? {};
  expect((await ask("aborts", "/abort", { uploadId })).status).toBe(204);
});
