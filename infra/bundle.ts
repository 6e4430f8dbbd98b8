import { relative } from "node:path";
import { bundleFunctions, type LazyChunk } from "./bundle-functions.ts";
import { BUNDLES_DIR } from "./bundles-dir.ts";

// npm run build: writes the bundles that `cdk deploy` uploads, and says how large they are and what is loaded when.

const kibibytes = (bytes: number) => `${Math.round(bytes / 1024)} KiB`;
const SHOWN_BYTES = 2048;

/** Several chunks may hold parts of one package. */
function listOf(chunks: readonly LazyChunk[]): string {
  const sums = new Map<string, number>();
  for (const { holds, bytes } of chunks) sums.set(holds, (sums.get(holds) ?? 0) + bytes);
  return [...sums]
    .filter(([, bytes]) => bytes >= SHOWN_BYTES)
    .sort(([, one], [, other]) => other - one)
    .map(([holds, bytes]) => `${holds} ${kibibytes(bytes)}`)
    .join(", ");
}

for (const { name, startBytes, totalBytes, lazyChunks } of await bundleFunctions(BUNDLES_DIR)) {
  const file = `${relative(process.cwd(), BUNDLES_DIR)}/${name}/index.mjs`;
  process.stdout.write(`${file}: ${kibibytes(startBytes)} at start, ${kibibytes(totalBytes)} in all\n`);
  process.stdout.write(`  when it is asked for: ${listOf(lazyChunks)}\n`);
}
