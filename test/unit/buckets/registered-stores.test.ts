import { describe, expect, test } from "vitest";
import { type RegisteredStores, readRegisteredStores } from "../../../lib/buckets/registered-stores.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";

const MINIO = "s3://AKONE:hush%2Fhush@minio.acme.test:9000/data/runs?region=eu-1";

const minio = (name: string, path = ""): Bucket => ({
  provider: "MINIO",
  name,
  path,
  region: "eu-1",
  endpoint: "http://minio.acme.test:9000",
});
const coreweave = (name: string): Bucket => ({ provider: "COREWEAVE", name, path: "" });

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
  expect(all[0]?.accessKey?.secretAccessKey.reveal()).toBe("hush/hush");
  expect(all[1]?.accessKey).toBeUndefined();
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
    ["a provider without a room", "gs://hush@bucket"],
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
  const keyFor = (bucket: Bucket) => stores.find(bucket)?.accessKey?.accessKeyId;

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
  expect(all[0]?.accessKey?.accessKeyId).toBe("AKTWO");
  expect(all[0]?.id).toBe(before?.id);
});

test("cw:// covers every CoreWeave bucket and holds no keys", () => {
  const stores = readRegisteredStores("cw://,cw://K:hush@cwobject.com/acme-cw");
  expect(stores.covers(coreweave("anything"))).toBe(true);
  expect(stores.find(coreweave("anything"))).toBeUndefined();
  expect(stores.find(coreweave("acme-cw"))?.accessKey?.accessKeyId).toBe("K");
  expect(stores.covers(minio("data"))).toBe(false);
  expect(readRegisteredStores("cw://K:hush@cwobject.com/acme-cw").covers(coreweave("anything"))).toBe(false);
});

test("a key that opens two buckets of one store is shared; the same key id at another store is another key", () => {
  const at = (host: string, name: string) => `s3://ONE:hush@${host}:9000/${name}?region=eu-1`;
  const two = readRegisteredStores([at("minio.acme.test", "data"), at("minio.acme.test", "logs")].join(","));
  expect(two.sharesKey("ONE", minio("data"))).toBe(true);
  expect(two.sharesKey("TWO", minio("data"))).toBe(false);
  const apart = readRegisteredStores([at("minio.acme.test", "data"), at("other.test", "logs")].join(","));
  expect(apart.sharesKey("ONE", minio("data"))).toBe(false);
});
