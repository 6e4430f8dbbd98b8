import * as z from "zod/mini";

type Json = Record<string, unknown>;

/**
 * Turns zod schemas into JSON Schema for one OpenAPI document. A schema registered with an id
 * (`z.globalRegistry`) is printed once, under `components`, and referred to. Throws for a recursive schema without an id.
 */
export function createJsonSchemas() {
  const components: Json = {};
  return {
    components,
    of(schema: z.core.$ZodType): Json {
      // Contracts say what is sent, so bodies and answers are both printed as inputs.
      const text = JSON.stringify(z.toJSONSchema(schema, { io: "input" }));
      if (/"#(?:"|\/\$defs\/__)/.test(text))
        throw new Error("A recursive schema needs an id in z.globalRegistry");
      const { $schema, $defs, ...json } = JSON.parse(
        text.replaceAll('"#/$defs/', '"#/components/schemas/'),
      ) as {
        $schema?: string;
        $defs?: Json;
      } & Json;
      for (const [id, definition] of Object.entries($defs ?? {})) {
        components[id] = definition;
      }
      return json;
    },
  };
}

export type JsonSchemas = ReturnType<typeof createJsonSchemas>;
