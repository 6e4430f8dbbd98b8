import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";

const ROOT = join(import.meta.dirname, "..");

/** Where `npm run build:edge` puts the worker. */
export const EDGE_DIR = join(ROOT, ".build", "edge");

/** Validation alone loads the inspectors, with the SDKs of Google and Azure; the presign function never does. */
const withoutInspectors: Plugin = {
  name: "without-inspectors",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/inspector\.ts$/ }, ({ path, kind }) =>
      kind === "dynamic-import" ? { path, namespace: "not-at-the-edge" } : undefined,
    );
    onLoad({ filter: /./, namespace: "not-at-the-edge" }, () => ({
      contents: 'throw new Error("Buckets are not inspected at the edge");',
    }));
  },
};

/** For browsers the SDK reads XML by DOMParser, which workerd lacks; STS answers in XML. */
const readingXml: Plugin = {
  name: "reading-xml",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/xml-parser$/ }, ({ resolveDir }) => ({
      path: join(resolveDir, "xml-parser.js"),
    }));
  },
};

export interface EdgeBundle {
  file: string;
  bytes: number;
  /** The npm packages that it holds something of. */
  packages: string[];
  /** The modules that the runtime has to have. */
  asks: string[];
}

/**
 * Bundles the presign function for workerd to `<outDir>/presign.mjs`, one module that asks for nothing but Node's own
 * modules, which workerd has with the flag `nodejs_compat`.
 */
export async function bundleEdge(outDir: string): Promise<EdgeBundle> {
  await rm(outDir, { recursive: true, force: true });
  const file = join(outDir, "presign.mjs");
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ["functions/edge.ts"],
    outfile: file,
    bundle: true,
    platform: "browser",
    conditions: ["workerd", "worker", "browser"],
    external: ["node:*"],
    target: "es2024",
    format: "esm",
    minify: true,
    keepNames: true,
    legalComments: "none",
    sourcemap: "external",
    metafile: true,
    logLevel: "warning",
    plugins: [withoutInspectors, readingXml],
  });
  const packages = Object.keys(metafile.inputs).flatMap(
    (input) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? [],
  );
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
  return { file, bytes: (await stat(file)).size, packages: unique(packages), asks: unique(imports) };
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
