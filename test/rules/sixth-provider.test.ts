import { execFile } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";

const run = promisify(execFile);
const repository = resolve(import.meta.dirname, "../..");
const settings = join(import.meta.dirname, "sixth-provider");
const bin = (name: string) => join(repository, "node_modules/.bin", name);

const APPLICATION = ["lib", "functions", "infra"];
const TOLD_OF_IT = [
  "test/rules/provider-table.test.ts",
  "test/rules/openapi.test.ts",
  "test/conformance/golden/s3-golden.test.ts",
];

/** A copy of the house, in which a sixth provider moves in by the steps of lib/storage/README.md. */
let house: string;

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), "byob-sixth-"));
  const kept = [...APPLICATION, ...TOLD_OF_IT, "test/vitest.config.ts"];
  for (const part of [...kept, "package.json", "tsconfig.json", ".biome.json"])
    cpSync(join(repository, part), join(house, part), { recursive: true });
  symlinkSync(join(repository, "node_modules"), join(house, "node_modules"));
});
afterAll(() => rmSync(house, { recursive: true }));

/** Adds to a file of the house, behind something that stands there once. */
function addBehind(file: string, behind: string, added: string): void {
  const path = join(house, file);
  const text = readFileSync(path, "utf8");
  expect(text.split(behind)).toHaveLength(2);
  writeFileSync(path, text.replace(behind, `${behind}${added}`));
}

/** What a command prints, whether it ends well or not. */
async function output(command: string, ...args: string[]): Promise<{ ok: boolean; text: string }> {
  return run(command, args, { cwd: house, env: { ...process.env, NO_COLOR: "1" } }).then(
    ({ stdout }) => ({ ok: true, text: stdout }),
    ({ stdout = "", stderr = "" }) => ({ ok: false, text: stdout + stderr }),
  );
}

const runTests = () => output(bin("vitest"), "run", "--config", "test/vitest.config.ts");

/** The files of the application that are not as they are in the repository. */
function touched(): string[] {
  const files = APPLICATION.flatMap((folder) =>
    readdirSync(join(house, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(house.length + 1)),
  );
  return files.filter((file) => textOf(house, file) !== textOf(repository, file)).sort();
}

function textOf(top: string, file: string): string | undefined {
  try {
    return readFileSync(join(top, file), "utf8");
  } catch {
    return undefined;
  }
}

it("two files of settings and its name: the compiler names the list that has forgotten it", async () => {
  mkdirSync(join(house, "lib/storage/example"));
  for (const file of ["naming.ts", "room.ts"])
    cpSync(join(settings, `${file}.txt`), join(house, "lib/storage/example", file));
  addBehind("lib/storage/bucket.ts", '"AZURE", "MINIO"', ', "EXAMPLE"');
  const { ok, text } = await output(bin("tsc"));
  expect(ok).toBe(false);
  expect(text.trim().split("\n")).toHaveLength(1);
  expect(text).toMatch(/lib\/storage\/catalog\.ts.*EXAMPLE/);
});

it("with its two lines in the catalog everything compiles, and no rule of imports is broken", async () => {
  const room = 'import { exampleRoom } from "./example/room.ts";\n';
  addBehind("lib/storage/catalog.ts", 'import { coreweaveRoom } from "./coreweave/room.ts";\n', room);
  addBehind("lib/storage/catalog.ts", "  MINIO: minioRoom,\n", "  EXAMPLE: exampleRoom,\n");
  const [compiled, linted] = await Promise.all([
    output(bin("tsc")),
    output(bin("biome"), "ci", "--vcs-enabled=false", "lib/storage"),
  ]);
  expect(compiled).toEqual({ ok: true, text: "" });
  expect(linted.ok, linted.text).toBe(true);
});

it("its addresses are read and printed, its URLs are the SDK's, and the form offers it", async () => {
  cpSync(join(settings, "use.ts.txt"), join(house, "test/use.ts"));
  const { ok, text } = await output(bin("node"), "test/use.ts");
  expect(ok, text).toBe(true);
  const [, golden] = /"(https:.*)"/.exec(readFileSync(join(settings, "golden.ts.txt"), "utf8")) ?? [];
  const bucket = { provider: "EXAMPLE", name: "models", path: "runs" };
  const printed = "s3://objects.example/models/runs";
  expect(JSON.parse(text)).toEqual({
    bucket,
    printed,
    printedAgain: printed,
    fromFields: bucket,
    misnamed: expect.stringContaining("An Example Objects bucket name"),
    url: golden,
    sdkUrl: golden,
    listed: expect.arrayContaining(["EXAMPLE"]),
  });
});

it("tests ask for its row in the table of providers and for the document's new edition", async () => {
  const { ok, text } = await runTests();
  expect(ok).toBe(false);
  const asking = [...text.matchAll(/^ *FAIL +\S+ > (.*)$/gm)].map(([, name]) => name);
  expect(asking).toHaveLength(2);
  expect(asking).toContainEqual(expect.stringContaining("tells of every provider what it binds > EXAMPLE"));
  expect(asking).toContainEqual(expect.stringContaining("npm run openapi"));
});

it("given these and a golden URL, they pass, and outside lib/storage only the generated document differs", async () => {
  addBehind(
    "lib/storage/README.md",
    "| `AZURE`     | `azure/`     | the account's host, the container in the path             | no                 | no        | no           | yes        |\n",
    "| `EXAMPLE`   | `example/`   | virtual-hosted                                            | yes                | yes       | yes          | yes        |\n",
  );
  const golden = readFileSync(join(settings, "golden.ts.txt"), "utf8");
  addBehind("test/conformance/golden/s3-golden.test.ts", ".sign(request))?.url;\n  };\n", golden);
  expect((await output(bin("node"), "functions/openapi.ts")).ok).toBe(true);
  const { ok, text } = await runTests();
  expect(ok, text).toBe(true);
  expect(touched()).toEqual([
    "functions/openapi.json",
    "lib/storage/README.md",
    "lib/storage/bucket.ts",
    "lib/storage/catalog.ts",
    "lib/storage/example/naming.ts",
    "lib/storage/example/room.ts",
  ]);
});
