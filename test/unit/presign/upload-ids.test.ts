import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { type Upload, uploadIds } from "../../../lib/presign/multipart/upload-ids.ts";

const key = randomBytes(32);
const ids = uploadIds(async () => key);
const scope = { org: "acme", team: "omega", key: "runs/a b" };
const upload: Upload = { storeId: "2~abc/+=", mark: "m1", contentType: "text/plain", ifNoneMatch: "*" };

test("an id gives back what it carries, in whatever process", async () => {
  const id = await ids.seal(scope, upload);
  expect(await uploadIds(async () => key).open(scope, id)).toEqual(upload);
  expect(await ids.open(scope, await ids.seal(scope, { storeId: "x", mark: "m2" }))).toEqual({
    storeId: "x",
    mark: "m2",
  });
});

test.each([
  ["another organisation", { org: "evil" }],
  ["another team", { team: "kappa" }],
  ["another key", { key: "runs/a" }],
  ["a team and key that join up alike", { team: "omegaruns", key: "/a b" }],
])("it is refused for %s", async (_, other) => {
  const id = await ids.seal(scope, upload);
  await expect(ids.open({ ...scope, ...other }, id)).rejects.toMatchObject({ code: "upload.id_invalid" });
});

test("it is refused when one character of it differs, or the key that made it", async () => {
  const id = await ids.seal(scope, { storeId: "x", mark: "m2" });
  for (let at = 0; at < id.length - 1; at++) {
    if (id[at] === ".") continue;
    const changed = id.slice(0, at) + (id[at] === "A" ? "B" : "A") + id.slice(at + 1);
    await expect(ids.open(scope, changed), changed).rejects.toMatchObject({ code: "upload.id_invalid" });
  }
  const others = uploadIds(async () => randomBytes(32));
  await expect(others.open(scope, id)).rejects.toMatchObject({ code: "upload.id_invalid" });
});

test.each(["", ".", "x", "a.b", "é".repeat(43), `${"a".repeat(5_000)}.${"b".repeat(43)}`, "a.b.c"])(
  "what is no id at all is refused: %s",
  async (id) => {
    await expect(ids.open(scope, id)).rejects.toMatchObject({ code: "upload.id_invalid" });
  },
);

test("a key that cannot be read now is asked for again", async () => {
  let fails = true;
  const flaky = uploadIds(async () => {
    if (fails) throw new Error("Secrets Manager is away");
    return key;
  });
  await expect(flaky.seal(scope, upload)).rejects.toThrow("away");
  fails = false;
  expect(await ids.open(scope, await flaky.seal(scope, upload))).toEqual(upload);
});
