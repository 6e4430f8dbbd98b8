import { join } from "node:path";

/** Where `npm run build` puts the functions' bundles and the CDK app finds them. */
export const BUNDLES_DIR = join(import.meta.dirname, "..", ".build", "lambda");
