import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";

const run = promisify(execFile);
const repository = resolve(import.meta.dirname, "../..");
const settings = join(import.meta.dirname, "sixth-provider");
const bin = (name: string) => join(repository, "node_modules/.bin", name);

/** A copy of the house, in which a sixth provider moves in as lib/storage/README.md says. */
let house: string;

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), "byob-sixth-"));
  for (const part of ["lib", "functions", "package.json", "tsconfig.json"])
    cpSync(join(repository, part), join(house, part), { recursive: true });
  mkdirSync(join(house, "test/rules"), { recursive: true });
  for (const file of ["test/rules/provider-table.test.ts", "test/vitest.config.ts"])
    cpSync(join(repository, file), join(house, file));
  symlinkSync(join(repository, "node_modules"), join(house, "node_modules"));
});
afterAll(() => rmSync(house, { recursive: true }));

/** Adds one line to a file of the house, behind a line that is there. */
function addLine(file: string, behind: string, line: string): void {
  const path = join(house, file);
  const text = readFileSync(path, "utf8");
  expect(text).toContain(behind);
  writeFileSync(path, text.replace(behind, `${behind}${line}`));
}

/** What a command prints, whether it ends well or not. */
async function output(command: string, args: string[]): Promise<{ ok: boolean; text: string }> {
  return run(command, args, { cwd: house, env: { ...process.env, NO_COLOR: "1" } }).then(
    ({ stdout }) => ({ ok: true, text: stdout }),
    ({ stdout = "", stderr = "" }) => ({ ok: false, text: stdout + stderr }),
  );
}

it("two files of settings and its name: the compiler names the list that has forgotten it", async () => {
  mkdirSync(join(house, "lib/storage/example"));
  for (const file of ["naming.ts", "room.ts"])
    cpSync(join(settings, `${file}.txt`), join(house, "lib/storage/example", file));
  addLine("lib/storage/bucket.ts", '"AZURE", "MINIO"', ', "EXAMPLE"');
  const { ok, text } = await output(bin("tsc"), []);
  expect(ok).toBe(false);
  expect(text.trim().split("\n")).toHaveLength(1);
  expect(text).toMatch(/lib\/storage\/catalog\.ts.*EXAMPLE/);
});

it("with its two lines in the catalog everything compiles, and nothing else was touched", async () => {
  addLine("lib/storage/catalog.ts", "", 'import { exampleRoom } from "./example/room.ts";\n');
  addLine("lib/storage/catalog.ts", "  MINIO: minioRoom,\n", "  EXAMPLE: exampleRoom,\n");
  expect(await output(bin("tsc"), [])).toEqual({ ok: true, text: "" });
});

it("a test asks for its row in the table of providers", async () => {
  const { ok, text } = await output(bin("vitest"), ["run", "--config", "test/vitest.config.ts"]);
  expect([ok, /× EXAMPLE/.test(text)]).toEqual([false, true]);
});

it("its addresses are read and printed, its URLs are the SDK's, and the form offers it", async () => {
  cpSync(join(settings, "use.ts.txt"), join(house, "lib/use.ts"));
  const { ok, text } = await output(bin("node"), ["lib/use.ts"]);
  expect(ok, text).toBe(true);
  expect(JSON.parse(text)).toEqual({
    bucket: { provider: "EXAMPLE", name: "models", path: "runs" },
    printed: "s3://objects.example/models/runs",
    samePlace: true,
    sameUrl: true,
    listed: ["COREWEAVE", "AWS", "GCP", "EXAMPLE"],
  });
});
