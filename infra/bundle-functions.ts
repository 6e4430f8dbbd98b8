import { rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { type BuildOptions, build, type Metafile } from "esbuild";
import { FUNCTION_NAMES, type FunctionName } from "./function-names.ts";

const ROOT = join(import.meta.dirname, "..");

/** CommonJS dependencies (undici) ask for Node's modules by `require`, which an ES module does not have. */
const REQUIRE = `const require = (id) => {
  const found = process.getBuiltinModule(id);
  if (found === undefined) throw Object.assign(new Error("Cannot find module " + id), { code: "MODULE_NOT_FOUND" });
  return found;
};`;

export interface Bundle {
  name: FunctionName;
  /** What a start loads: the entry and the chunks that it imports at once. */
  startBytes: number;
  /** The same with the chunks that are imported when they are needed. */
  totalBytes: number;
  /** The npm packages that a start loads something of. */
  startPackages: string[];
  /** The chunks that are imported when they are needed, the largest first. */
  lazyChunks: LazyChunk[];
}

export interface LazyChunk {
  /** In the bundle's folder. */
  file: string;
  bytes: number;
  /** What most of it is: a package, or a module of ours. */
  holds: string;
}

type Output = Metafile["outputs"][string];
type Outputs = Map<string, Output>;

/**
 * Bundles each function to `<outDir>/<name>/index.mjs`. Names are kept, so that a stack trace can be read;
 * the source maps beside the bundles are for people and are not uploaded.
 */
export function bundleFunctions(outDir: string): Promise<Bundle[]> {
  return Promise.all(FUNCTION_NAMES.map((name) => bundleFunction(name, join(outDir, name))));
}

/** How everything is bundled that runs in Lambda. */
export const BUNDLE_OPTIONS = {
  absWorkingDir: ROOT,
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
  legalComments: "none",
  banner: { js: REQUIRE },
  metafile: true,
  logLevel: "warning",
} satisfies BuildOptions;

/** Bundles one function into `outdir`. */
export async function bundleFunction(name: FunctionName, outdir: string): Promise<Bundle> {
  await rm(outdir, { recursive: true, force: true });
  const source = `functions/${name}/index.ts`;
  const { metafile } = await build({
    ...BUNDLE_OPTIONS,
    entryPoints: { index: source },
    outdir,
    sourcemap: "external",
  });
  const outputs: Outputs = new Map(
    Object.entries(metafile.outputs).filter(([file]) => file.endsWith(".mjs")),
  );
  const atStart = startFiles(outputs, source);
  const lazy = [...outputs].filter(([file]) => !atStart.has(file));
  const startBytes = [...atStart].reduce((sum, file) => sum + (outputs.get(file)?.bytes ?? 0), 0);
  const sources = [...atStart].flatMap((file) => Object.keys(outputs.get(file)?.inputs ?? {}));
  return {
    name,
    startBytes,
    totalBytes: lazy.reduce((sum, [, { bytes }]) => sum + bytes, startBytes),
    startPackages: [...new Set(sources.map(packageOf).filter((found) => found !== undefined))].sort(),
    lazyChunks: lazy
      .map(([file, output]) => ({
        file: relative(outdir, join(ROOT, file)),
        bytes: output.bytes,
        holds: mostOf(output),
      }))
      .sort((one, other) => other.bytes - one.bytes),
  };
}

/** The entry, and what it imports at once, and so on. */
function startFiles(outputs: Outputs, source: string): Set<string> {
  const entry = [...outputs].find(([, { entryPoint }]) => entryPoint === source);
  if (entry === undefined) throw new Error(`No bundle has ${source} for its entry.`);
  const files = new Set([entry[0]]);
  for (const file of files)
    for (const { path, kind } of outputs.get(file)?.imports ?? [])
      if (kind === "import-statement" && outputs.has(path)) files.add(path);
  return files;
}

/** The package that a source file is from; undefined for our own. */
function packageOf(source: string): string | undefined {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1];
}

function mostOf({ inputs, entryPoint = "what others share" }: Output): string {
  const bytes = new Map<string, number>();
  for (const [source, { bytesInOutput }] of Object.entries(inputs)) {
    const name = packageOf(source) ?? source;
    bytes.set(name, (bytes.get(name) ?? 0) + bytesInOutput);
  }
  const [most] = [...bytes].sort(([, one], [, other]) => other - one);
  // A chunk that only hands on what is in others has no inputs.
  return most?.[0] ?? packageOf(entryPoint) ?? entryPoint;
}
