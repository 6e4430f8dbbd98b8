import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { customerTemplate } from "./render-template.ts";
import { terraformModule } from "./render-terraform.ts";

// node infra/customer/template.ts: writes what customers deploy, which is committed and checked for drift.

const files = {
  "wandb-bucket.template.json": `${JSON.stringify(customerTemplate(), null, 2)}\n`,
  ...Object.fromEntries(Object.entries(terraformModule()).map(([name, text]) => [`terraform/${name}`, text])),
};
for (const [name, text] of Object.entries(files)) {
  const file = join(import.meta.dirname, name);
  writeFileSync(file, text);
  process.stdout.write(`${file}\n`);
}
