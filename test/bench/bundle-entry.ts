import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { BUNDLE_OPTIONS } from "../../infra/bundle-functions.ts";

/** Bundles a text as the functions are bundled; answers the URL to import it by. */
export async function bundleEntry(text: string, outdir: string): Promise<string> {
  await build({
    ...BUNDLE_OPTIONS,
    stdin: { contents: text, resolveDir: BUNDLE_OPTIONS.absWorkingDir, sourcefile: "index.ts", loader: "ts" },
    entryNames: "index",
    outdir,
  });
  return pathToFileURL(join(outdir, "index.mjs")).href;
}
