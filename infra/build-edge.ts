import { relative } from "node:path";
import { bundleEdge, EDGE_DIR } from "./bundle-edge.ts";

// npm run build:edge: writes the worker that is deployed at the edge, and says how large it is.

const { file, bytes } = await bundleEdge(EDGE_DIR);
process.stdout.write(`${relative(process.cwd(), file)}: ${Math.round(bytes / 1024)} KiB\n`);
