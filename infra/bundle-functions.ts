import { rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { FUNCTION_NAMES, type FunctionName } from "./function-names.ts";

const ROOT = join(import.meta.dirname, "..");

/** CommonJS dependencies (undici) ask for Node's modules by `require`, which an ES module does not have. */
const REQUIRE =
  'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

export interface Bundle {
  name: FunctionName;
  /** What a start loads: the entry and the chunks that it imports at once. */
  startBytes: number;
  /** The same with the chunks that are imported when they are needed. */
  totalBytes: number;
}

/**
 * Bundles each function to `<outDir>/<name>/index.mjs`. Names are kept, so that a stack trace can be read;
 * the source maps beside the bundles are for people and are not uploaded.
 */
export function bundleFunctions(outDir: string): Promise<Bundle[]> {
  return Promise.all(FUNCTION_NAMES.map((name) => bundleFunction(name, join(outDir, name))));
}

async function bundleFunction(name: FunctionName, outdir: string): Promise<Bundle> {
  await rm(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: { index: `functions/${name}/index.ts` },
    outdir,
    outExtension: { ".js": ".mjs" },
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    splitting: true,
    treeShaking: true,
    platform: "node",
    target: "node24",
    format: "esm",
    // The SDK's packages name their ES modules in `module` alone; `main` first would bundle all of CommonJS.
    mainFields: ["module", "main"],
    minify: true,
    keepNames: true,
    sourcemap: "external",
    legalComments: "none",
    banner: { js: REQUIRE },
    metafile: true,
    logLevel: "warning",
  });
  const outputs = new Map(Object.entries(metafile.outputs).filter(([file]) => file.endsWith(".mjs")));
  const bytes = (files: Iterable<string>) =>
    [...files].reduce((sum, file) => sum + (outputs.get(file)?.bytes ?? 0), 0);
  const entry = [...outputs].find(([, output]) => output.entryPoint === `functions/${name}/index.ts`);
  if (entry === undefined) throw new Error(`The bundle of ${name} has no entry.`);
  const atStart = new Set([entry[0]]);
  for (const file of atStart)
    for (const { path, kind } of outputs.get(file)?.imports ?? [])
      if (kind === "import-statement" && outputs.has(path)) atStart.add(path);
  return { name, startBytes: bytes(atStart), totalBytes: bytes(outputs.keys()) };
}
