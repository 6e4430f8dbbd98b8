import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { openApiDocument } from "../../functions/openapi-document.ts";

const committed = JSON.parse(
  readFileSync(new URL("../../functions/openapi.json", import.meta.url), "utf8"),
) as Record<string, unknown>;

it("the committed OpenAPI document is what the contracts say (else: npm run openapi)", () => {
  expect(committed).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
});

it("every list that a request holds has an end", () => {
  const endless: string[] = [];
  const look = (value: unknown, path: string) => {
    if (typeof value !== "object" || value === null) return;
    const schema = value as Record<string, unknown>;
    if (schema.type === "array" && schema.maxItems === undefined) endless.push(path);
    for (const [name, inner] of Object.entries(schema)) look(inner, `${path}/${name}`);
  };
  for (const [path, methods] of Object.entries(committed.paths as Record<string, Record<string, object>>))
    for (const [method, operation] of Object.entries(methods))
      look((operation as { requestBody?: unknown }).requestBody, `${method} ${path}`);
  expect(endless).toEqual([]);
});
