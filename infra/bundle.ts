import { relative } from "node:path";
import { bundleFunctions } from "./bundle-functions.ts";
import { BUNDLES_DIR } from "./bundles-dir.ts";

// npm run build: writes the bundles that `cdk deploy` uploads, and says how large they are.

const kibibytes = (bytes: number) => `${Math.round(bytes / 1024)} KiB`;

for (const { name, startBytes, totalBytes } of await bundleFunctions(BUNDLES_DIR)) {
  const file = `${relative(process.cwd(), BUNDLES_DIR)}/${name}/index.mjs`;
  process.stdout.write(`${file}: ${kibibytes(startBytes)} at start, ${kibibytes(totalBytes)} in all\n`);
}
