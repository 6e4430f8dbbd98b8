import * as z from "zod/mini";
import { DEPLOYMENT_TYPES } from "../../lib/deployment-type.ts";
import { PROVIDERS } from "../../lib/storage/bucket.ts";
import { BucketShape } from "./bucket.ts";

const JsonObject = z.record(z.string(), z.unknown());

const GuideShape = z.strictObject({
  /** In the order in which they are done. */
  steps: z.array(
    z.strictObject({
      /** Stable; the key of its document in `json`. */
      name: z.string(),
      title: z.string(),
      text: z.string(),
      /** The exact JSON; `<NAME>` stands for a value that only the admin knows. */
      document: z.exactOptional(z.union([JsonObject, z.array(z.unknown())])),
      command: z.exactOptional(z.string()),
    }),
  ),
  /** All commands in one script for a POSIX shell. */
  shell: z.string(),
  json: JsonObject,
  terraform: z.string(),
  /** A template, for AWS alone. */
  cloudformation: z.exactOptional(JsonObject),
  /** Where W&B's own documents are wrong or silent, and what cannot be limited. */
  notes: z.array(z.string()),
});

/** What an admin has to do at the provider before a team is created (spec §7). */
export const InstructionsShape = z.strictObject({
  deployment: z.enum(DEPLOYMENT_TYPES),
  org: z.string(),
  provider: z.enum(PROVIDERS),
  bucket: BucketShape,
  /** Who W&B is to the provider; absent where the customer brings a key. */
  principal: z.exactOptional(z.string()),
  recommended: z.literal("strict"),
  /** Limited to the path, and to the organisation where the provider can. */
  strict: GuideShape,
  /** W&B's own texts. */
  documented: GuideShape,
});
