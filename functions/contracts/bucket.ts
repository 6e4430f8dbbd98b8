import * as z from "zod/mini";
import { PROVIDERS } from "../../lib/storage/bucket.ts";

/** The public half of a binding. */
export const BucketShape = z.strictObject({
  provider: z.enum(PROVIDERS),
  name: z.string(),
  path: z.string(),
  region: z.exactOptional(z.string()),
  endpoint: z.exactOptional(z.string()),
  kmsKeyId: z.exactOptional(z.string()),
  accountName: z.exactOptional(z.string()),
  azureTenantId: z.exactOptional(z.string()),
  azureClientId: z.exactOptional(z.string()),
});
