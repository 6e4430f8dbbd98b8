import { afterAll, beforeAll, expect, it } from "vitest";
import { startObjectStore } from "../../functions/local/object-store.ts";
import { type LocalService, startLocalService } from "../support/local-service.ts";

let service: LocalService;
let close: () => Promise<void>;
let admin: string;
let endpoint: string;

beforeAll(async () => {
  const typed = { accessKeyId: "TYPEDKEY", secretAccessKey: "typed" };
  const keys = { accessKeyId: "ONEKEY", secretAccessKey: "for-two-buckets" };
  const store = await startObjectStore({
    port: 0,
    buckets: { one: keys, two: keys, three: typed, four: typed },
  });
  close = store.close;
  endpoint = store.endpoint;
  const { host, pathname } = new URL(store.endpoint);
  const address = (name: string) =>
    `s3://ONEKEY:for-two-buckets@${host}/${name}?region=us-east-1&basePath=${pathname}`;
  const bare = (name: string) => address(name).replace(/^.*@/, "s3://");
  service = await startLocalService({
    buckets: ["lonely"],
    registered: [address("one"), address("two"), bare("three"), bare("four")].join(),
  });
  admin = await service.token({ roles: ["admin"] });
});
afterAll(() => Promise.all([service.close(), close()]));

/** Miniflare's buckets keep no versions. */
const UNVERSIONED = {
  severity: "WARN",
  message: expect.stringContaining("the bucket keeps no old versions"),
};

const create = (teamName: string, name: string) => createOn(teamName, { provider: "MINIO", name });
const createOn = (teamName: string, storageBucket: object) =>
  service.call("POST", "/teams", {
    token: admin,
    body: { teamName, storageType: "External", storageBucket },
  });

it("one key for two buckets, on a store that obeys unsigned copy headers, serves one team and no second", async () => {
  const first = await create("first", "one");
  expect([first.status, first.body.report?.findings]).toEqual([
    201,
    [{ severity: "WARN", message: expect.stringContaining("no second team can use the key") }, UNVERSIONED],
  ]);
  const second = await create("second", "two");
  expect([second.status, second.body.report?.findings]).toEqual([
    422,
    [
      { severity: "ERROR", message: expect.stringContaining("opens the bucket of another team") },
      UNVERSIONED,
    ],
  ]);
});

it("the same goes for a key that is written in the addresses of both", async () => {
  const { host, pathname } = new URL(endpoint);
  const address = (name: string) => ({
    address: `s3://TYPEDKEY:typed@${host}/${name}?region=us-east-1&basePath=${pathname}`,
  });
  expect((await createOn("third", address("three"))).status).toBe(201);
  const second = await createOn("fourth", address("four"));
  expect([second.status, second.body.report?.findings]).toEqual([
    422,
    [
      { severity: "ERROR", message: expect.stringContaining("opens the bucket of another team") },
      UNVERSIONED,
    ],
  ]);
});
