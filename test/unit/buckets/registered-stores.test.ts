import { describe, expect, test } from "vitest";
import {
  type RegisteredStore,
  type RegisteredStores,
  readRegisteredStores,
} from "../../../lib/buckets/registered-stores.ts";
import { secret } from "../../../lib/secret.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import { bare } from "../address/reading.ts";
import { ACCOUNT_KEY } from "../address/sample-keys.ts";

const MINIO = "s3://AKONE:hush%2Fhush@minio.acme.test:9000/data/runs?region=eu-1";

const minio = (name: string, path = ""): Bucket => ({
  provider: "MINIO",
  name,
  path,
  region: "eu-1",
  endpoint: "http://minio.acme.test:9000",
});
const coreweave = (name: string): Bucket => ({ provider: "COREWEAVE", name, path: "" });

const accessKey = (accessKeyId: string) => ({ accessKeyId, secretAccessKey: secret("hush") });
const accessKeyIdOf = (store: RegisteredStore | undefined) => bare(store?.credentials).accessKeyId;

const problemOf = (list: string): string => {
  try {
    readRegisteredStores(list);
  } catch (error) {
    return error instanceof Error ? error.message : "not an Error";
  }
  throw new Error("The list was read");
};

test("an empty list registers nothing", () => {
  for (const list of ["", " ", ",", " , "]) {
    const stores = readRegisteredStores(list);
    expect(stores.all).toEqual([]);
    expect(stores.hosts.size).toBe(0);
    expect(stores.covers(minio("data"))).toBe(false);
    expect(stores.find(minio("data"))).toBeUndefined();
  }
});

test("entries stand between commas, with spaces and line breaks around them", () => {
  const { all, hosts } = readRegisteredStores(
    ` ${MINIO} ,\n s3://s3.eu-west-1.amazonaws.com/acme-aws,, cw://K:hush@cwobject.com/acme-cw `,
  );
  expect(all.map(({ bucket }) => `${bucket.provider} ${bucket.name} ${bucket.path}`)).toEqual([
    "MINIO data runs",
    "AWS acme-aws ",
    "COREWEAVE acme-cw ",
  ]);
  expect([...hosts]).toEqual(["minio.acme.test:9000"]);
  expect(bare(all[0]?.credentials)).toMatchObject({ secretAccessKey: "hush/hush" });
  expect(all[1]?.credentials).toBeUndefined();
});

test("what is registered prints without its secrets", () => {
  const { all } = readRegisteredStores(MINIO);
  expect(JSON.stringify(all)).not.toContain("hush");
  expect(all[0]?.id).toMatch(/^reg-[0-9a-f]{16}$/);
});

describe("a wrong entry", () => {
  test.each([
    ["a scheme that is not known", "ftp://AKONE:hush@host/data"],
    ["a broken secret", "s3://AKONE:hush%ZZ@minio.acme.test:9000/data?region=eu-1"],
    ["an unescaped slash in the secret", "s3://AKONE:hu/sh@minio.acme.test:9000/data?region=eu-1"],
    ["an unknown query key", "s3://AKONE:hush@minio.acme.test:9000/data?region=eu-1&colour=1"],
    ["no region", "s3://AKONE:hush@minio.acme.test:9000/data"],
    ["a name against the rules", "s3://AKONE:hush@minio.acme.test:9000/x?region=eu-1"],
    ["half of a key", "gs://hush@bucket"],
    ["not an address at all", "hush"],
  ])("with %s is named by its number and never quoted", (_, entry) => {
    const problem = problemOf(`${MINIO},${entry}`);
    expect(problem).toMatch(/^GORILLA_SUPPORTED_FILE_STORES, entry 2: [A-Z].*\.$/);
    expect(problem).not.toMatch(/hush|hu\/sh|AKONE/);
  });

  test("is counted with the empty ones, as the operator sees them", () => {
    expect(problemOf(`${MINIO},,hush`)).toContain("entry 3:");
  });
});

describe("what is covered and found", () => {
  const stores: RegisteredStores = readRegisteredStores(
    [
      "s3://WHOLE:hush@minio.acme.test:9000/whole?region=eu-1",
      "s3://OUTER:hush@minio.acme.test:9000/data/runs?region=eu-1",
      "s3://INNER:hush@minio.acme.test:9000/data/runs/omega?region=eu-1",
    ].join(","),
  );
  const keyFor = (bucket: Bucket) => accessKeyIdOf(stores.find(bucket));

  test.each([
    ["whole", "", "WHOLE"],
    ["whole", "any/path", "WHOLE"],
    ["data", "runs", "OUTER"],
    ["data", "runs/kappa", "OUTER"],
    ["data", "runs/omega", "INNER"],
    ["data", "runs/omega/deep", "INNER"],
    ["data", "runs/omega-2", "OUTER"], // a path ends at a slash
    ["data", "runs-2", undefined],
    ["data", "run", undefined],
    ["data", "", undefined], // around what is registered
    ["other", "", undefined],
  ])("%s/%s: the closest path that is equal or around it has the keys of %s", (name, path, key) => {
    expect(keyFor(minio(name, path))).toBe(key);
    expect(stores.covers(minio(name, path))).toBe(key !== undefined);
  });

  test("the place counts, not how it is spelled", () => {
    const spelled = { ...minio("whole"), region: "elsewhere", endpoint: "http://MINIO.acme.test.:9000/" };
    expect(keyFor(spelled)).toBe("WHOLE");
    expect(keyFor({ ...minio("whole"), endpoint: "https://minio.acme.test:9000" })).toBe("WHOLE");
    expect(keyFor({ ...minio("whole"), endpoint: "http://minio.acme.test:9001" })).toBeUndefined();
    expect(keyFor({ ...minio("whole"), endpoint: "http://minio.acme.test:9000/base" })).toBeUndefined();
  });
});

test("a later entry of the same place and path replaces an earlier one, and keeps its id", () => {
  const [before] = readRegisteredStores(MINIO).all;
  const { all } = readRegisteredStores(`${MINIO},${MINIO.replace("AKONE", "AKTWO")}`);
  expect(all).toHaveLength(1);
  expect(accessKeyIdOf(all[0])).toBe("AKTWO");
  expect(all[0]?.id).toBe(before?.id);
});

test("cw:// covers every CoreWeave bucket and holds no keys", () => {
  const stores = readRegisteredStores("cw://,cw://K:hush@cwobject.com/acme-cw");
  expect(stores.covers(coreweave("anything"))).toBe(true);
  expect(stores.find(coreweave("anything"))).toBeUndefined();
  expect(accessKeyIdOf(stores.find(coreweave("acme-cw")))).toBe("K");
  expect(stores.covers(minio("data"))).toBe(false);
  expect(readRegisteredStores("cw://K:hush@cwobject.com/acme-cw").covers(coreweave("anything"))).toBe(false);
});

test("a key that opens two buckets of one store is shared; the same key id at another store is another key", () => {
  const at = (host: string, name: string) => `s3://ONE:hush@${host}:9000/${name}?region=eu-1`;
  const two = readRegisteredStores([at("minio.acme.test", "data"), at("minio.acme.test", "logs")].join(","));
  expect(two.sharingKey(accessKey("ONE"), minio("data"))).not.toEqual([]);
  expect(two.sharingKey(accessKey("TWO"), minio("data"))).toEqual([]);
  const apart = readRegisteredStores([at("minio.acme.test", "data"), at("other.test", "logs")].join(","));
  expect(apart.sharingKey(accessKey("ONE"), minio("data"))).toEqual([]);
});

test("an account key is not an access key that could be shared", () => {
  const stores = readRegisteredStores("s3://ONE:hush@minio.acme.test:9000/data?region=eu-1");
  expect(stores.sharingKey({ accountKey: secret("ONE") }, minio("logs"))).toEqual([]);
});

test("stores of Google and Azure are registered with the kind of key that they have", () => {
  const stores = readRegisteredStores(
    `gs://GOOG1EACME:hush@acme-gcs/runs,az://:${encodeURIComponent(ACCOUNT_KEY)}@acct/cont`,
  );
  expect(stores.all.map(({ credentials }) => bare(credentials))).toEqual([
    { accessKeyId: "GOOG1EACME", secretAccessKey: "hush" },
    { accountKey: ACCOUNT_KEY },
  ]);
  const [gcs, azure] = stores.all;
  expect(stores.find({ provider: "GCP", name: "acme-gcs", path: "runs/omega" })).toBe(gcs);
  expect(stores.find({ provider: "AZURE", accountName: "acct", name: "cont", path: "" })).toBe(azure);
  expect(stores.covers({ provider: "AZURE", accountName: "other", name: "cont", path: "" })).toBe(false);
});

test("keys are those of the closest store that has any, and over the same transport", () => {
  const stores = readRegisteredStores(
    [
      "s3://OUTER:hush@minio.test:9000/data?region=eu-1",
      "s3://minio.test:9000/data/bare?region=eu-1",
      "s3://TLS:hush@secure.test/data?region=eu-1&tls=true",
    ].join(),
  );
  const at = (endpoint: string, path: string) =>
    stores.keysFor({ provider: "MINIO", name: "data", path, region: "eu-1", endpoint });
  expect(bare(at("http://minio.test:9000", "bare/x"))).toMatchObject({ accessKeyId: "OUTER" });
  expect(bare(at("https://secure.test", "x"))).toMatchObject({ accessKeyId: "TLS" });
  expect(at("http://secure.test", "x")).toBeUndefined();
});
