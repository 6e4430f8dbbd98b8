import * as z from "zod/mini";
import { StorageBucketBody } from "../../lib/buckets/storage-bucket.ts";
import { route } from "../../lib/http/route.ts";
import { ReportShape } from "../contracts/report.ts";
import { MembersShape } from "../contracts/team.ts";

/** The body of `POST /teams` with only its bucket required. */
const TeamForm = z.strictObject({
  storageBucket: StorageBucketBody,
  teamName: z.exactOptional(z.string()),
  storageType: z.exactOptional(z.enum(["External"])),
  members: z.exactOptional(MembersShape),
});

/** The contract of the buckets function. */
export const bucketRoutes = {
  validateBucket: route({
    method: "POST",
    path: "/buckets/validate",
    summary: "Prove that a bucket works, or say what is wrong with it",
    access: "token",
    body: z.union([TeamForm, StorageBucketBody]),
    answers: { 200: { description: "The report, whatever it says", schema: ReportShape } },
    problems: ["auth.forbidden", "auth.wrong_organisation", "credentials.unavailable"],
    audit: { action: "bucket:validate" },
  }),
};
