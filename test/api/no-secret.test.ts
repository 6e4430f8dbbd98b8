import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type LocalService, startLocalService } from "../support/local-service.ts";
import { spend } from "../support/spend.ts";

let service: LocalService;
const answers: string[] = [];

const call: LocalService["call"] = async (method, path, options) => {
  const answer = await service.call(method, path, options);
  answers.push(JSON.stringify([[...answer.headers], answer.body]));
  return answer;
};

beforeAll(async () => {
  service = await startLocalService({ buckets: ["own-keys", "shared-keys"] });
});

afterAll(() => service.close());

/** Every form in which a secret could be written down. */
const spellings = (secret: string) => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString("base64"),
  JSON.stringify(secret).slice(1, -1),
];

it("no answer, log line or item holds a secret, a token or a signature that was used", async () => {
  const admin = await service.token({ sub: "admin1", roles: ["admin"], teams: ["own", "shared"] });
  const wrongSecret = "wrong/secret+with=odd%characters&40chars";
  const team = (teamName: string, storageBucket: object) => ({
    teamName,
    storageType: "External",
    storageBucket,
  });
  const own = { address: service.address("own-keys") };
  const bad = { address: service.address("own-keys", { secretAccessKey: wrongSecret }) };

  expect((await call("POST", "/buckets/validate", { token: admin, body: bad })).body.valid).toBe(false);
  expect((await call("POST", "/teams", { token: admin, body: team("bad", bad) })).status).toBe(422);
  expect((await call("POST", "/teams", { token: admin, body: team("own", own) })).status).toBe(201);
  const shared = { provider: "MINIO", name: "shared-keys" };
  expect((await call("POST", "/teams", { token: admin, body: team("shared", shared) })).status).toBe(201);
  await call("POST", "/teams", { token: admin, body: { ...team("own", own), [wrongSecret]: 1 } });
  await call("POST", "/teams", { token: admin, body: `{"address": "${bad.address}` });
  await call("GET", "/teams", { token: admin });
  await call("GET", `/teams/${encodeURIComponent(bad.address)}`, { token: admin });
  const signed = await service.call("POST", "/presign", {
    token: admin,
    body: { team: "own", method: "PUT", objects: [{ key: "a" }] },
  });
  const { url } = signed.body.urls[0];
  expect((await spend(signed.body.urls[0], "x")).status).toBe(200);

  const { Items = [] } = await service.cloud.dynamo.send(
    new ScanCommand({ TableName: service.cloud.tableName }),
  );
  const secrets = [
    ...service.cloud.buckets.map(({ secretAccessKey }) => secretAccessKey),
    wrongSecret,
    admin.split(".")[2] ?? "",
    new URL(url).searchParams.get("X-Amz-Signature") ?? "",
  ];
  const places = { answers: answers.join("\n"), log: service.lines.join("\n"), items: JSON.stringify(Items) };
  expect(places.log.length).toBeGreaterThan(1_000);
  expect(Items.length).toBeGreaterThan(3);
  for (const [place, text] of Object.entries(places))
    for (const secret of secrets)
      for (const spelling of spellings(secret)) expect(text.includes(spelling), `in ${place}`).toBe(false);
  for (const { accessKeyId } of service.cloud.buckets) {
    expect(places.log).not.toContain(accessKeyId);
    expect(places.items).not.toContain(accessKeyId);
  }
});
