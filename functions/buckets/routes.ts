import * as z from "zod/mini";
import { StorageBucketBody } from "../../lib/buckets/storage-bucket.ts";
import { DEPLOYMENT_TYPES } from "../../lib/deployment-type.ts";
import { route } from "../../lib/http/route.ts";
import { BucketShape } from "../contracts/bucket.ts";
import { InstructionsShape } from "../contracts/instructions.ts";
import { ProviderShape } from "../contracts/provider.ts";
import { ReportShape } from "../contracts/report.ts";
import { MembersShape } from "../contracts/team.ts";

/**
 * The body of `POST /teams`, or just its `storageBucket`. One object with the fields of both, so that a wrong field is
 * named by its own name; the handler refuses a mixture.
 */
const ValidateBody = z.extend(StorageBucketBody, {
  storageBucket: z.exactOptional(StorageBucketBody),
  teamName: z.exactOptional(z.string()),
  storageType: z.exactOptional(z.enum(["Internal", "External"])),
  members: z.exactOptional(MembersShape),
});

/** The contract of the buckets function. */
export const bucketRoutes = {
  listProviders: route({
    method: "GET",
    path: "/providers",
    summary: "What the form of a new team offers, and whom to let into the bucket",
    access: "token",
    answers: {
      200: {
        description: "Providers of this deployment; identity is who W&B is to each cloud",
        schema: z.strictObject({
          deployment: z.enum(DEPLOYMENT_TYPES),
          org: z.string(),
          identity: z.strictObject({
            aws: z.exactOptional(z.string()),
            gcp: z.exactOptional(z.string()),
            coreweave: z.exactOptional(z.string()),
          }),
          providers: z.array(ProviderShape),
        }),
      },
    },
    problems: ["auth.wrong_organisation"],
  }),
  listBuckets: route({
    method: "GET",
    path: "/buckets",
    summary: "What this organisation can pick from, never a secret",
    access: "token",
    answers: {
      200: {
        description: "Registered stores, and the buckets that teams brought",
        schema: z.strictObject({
          buckets: z.array(
            z.strictObject({ id: z.string(), bucket: BucketShape, source: z.enum(["registered", "team"]) }),
          ),
        }),
      },
    },
    problems: ["auth.forbidden", "auth.wrong_organisation"],
  }),
  validateBucket: route({
    method: "POST",
    path: "/buckets/validate",
    summary: "Prove that a bucket works, or say what is wrong with it",
    access: "token",
    body: ValidateBody,
    answers: { 200: { description: "The report, whatever it says", schema: ReportShape } },
    problems: ["auth.forbidden", "auth.wrong_organisation", "team.name_invalid", "service.busy"],
    audit: { action: "bucket:validate" },
  }),
  createInstructions: route({
    method: "POST",
    path: "/buckets/instructions",
    summary: "What to do at the provider before a team is created: steps, documents, commands, templates",
    access: "token",
    body: StorageBucketBody,
    answers: {
      200: {
        description: "Everything filled in for this bucket and organisation",
        schema: InstructionsShape,
      },
    },
    problems: ["auth.forbidden", "auth.wrong_organisation"],
    audit: { action: "bucket:instructions" },
  }),
};
