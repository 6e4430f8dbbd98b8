import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { concatenate, discard, openSlice, settle, sizeOf } from "../../../../functions/local/gcs/content.ts";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "gcs-"));
});
afterAll(() => rm(dir, { recursive: true }));

async function fileOf(name: string, body: string) {
  await writeFile(join(dir, name), body);
  return { file: join(dir, name), size: body.length };
}

test("a slice that was opened is read to its end though its file is replaced or gone", async () => {
  const content = await fileOf("opened", "0123456789");
  const replaced = openSlice({ content, from: 2, size: 3 });
  settle(Buffer.from("abcdefghij"), content.file);
  const gone = openSlice({ content, from: 0, size: 10 });
  discard(content);
  expect([await text(replaced), await text(gone)]).toEqual(["234", "abcdefghij"]);
});

test("memory and files are joined in their order, into either", async () => {
  const contents = [
    await fileOf("one", "one"),
    Buffer.from("two"),
    await fileOf("empty", ""),
    Buffer.from(""),
  ];
  expect(String(await concatenate(contents, undefined))).toBe("onetwo");
  const joined = await concatenate(contents, join(dir, "joined"));
  expect([sizeOf(joined), await readFile(join(dir, "joined"), "utf8")]).toEqual([6, "onetwo"]);
});
