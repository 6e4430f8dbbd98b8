import type * as z from "zod/mini";
import { $ZodObjectJIT } from "zod/v4/core";

/**
 * The same object, checked by code that zod compiles for it when the first one comes, where the runtime lets it: for
 * objects that come by thousands in one request. `zod/mini` itself has none that does.
 */
export function compiled<S extends z.core.$ZodObject>(schema: S): S {
  // The new one has the old one's definition and so its types, which the constructor cannot say.
  return new $ZodObjectJIT(schema._zod.def) as unknown as S;
}
