import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openApiDocument } from "./openapi-document.ts";

// npm run openapi: writes the document that is committed and served.

const file = join(import.meta.dirname, "openapi.json");
writeFileSync(file, `${JSON.stringify(openApiDocument(), null, 2)}\n`);
process.stdout.write(`${file}\n`);
