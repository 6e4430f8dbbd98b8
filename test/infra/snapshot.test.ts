import { describe, expect, test } from "vitest";
import { DEPLOYMENT_TYPES } from "../../lib/deployment-type.ts";
import { CONTEXTS } from "./contexts.ts";
import { synthesize } from "./synthesize.ts";

// A change of a template has to be seen by whoever reviews it. `vitest -u` takes it over.

/** Hashes of assets change with every line of the functions. */
const masked = (template: object) =>
  JSON.parse(JSON.stringify(template).replace(/[0-9a-f]{64}/g, "<hash of an asset>"));

describe.each(DEPLOYMENT_TYPES)("the templates of a %s deployment", (deployment) => {
  const templates = synthesize(CONTEXTS[deployment]);

  test.each(Object.entries(templates))("%s", async (name, template) => {
    const text = `${JSON.stringify(masked(template.toJSON()), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(`__snapshots__/${deployment}-${name}.json`);
  });
});
