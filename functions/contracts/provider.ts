import * as z from "zod/mini";
import { PROVIDERS } from "../../lib/storage/bucket.ts";

/** What the front end draws the form of one provider from. */
export const ProviderShape = z.strictObject({
  provider: z.enum(PROVIDERS),
  /** The provider's name for people. */
  title: z.string(),
  scopes: z.array(z.enum(["instance", "team"])),
  /** The fields of `storageBucket` that this provider reads. */
  fields: z.array(z.strictObject({ name: z.string(), required: z.boolean() })),
  address: z.strictObject({ format: z.string(), example: z.string() }),
});
