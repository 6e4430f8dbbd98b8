import { afterAll, beforeAll } from "vitest";
import { describeInstanceStorage } from "./describe-instance-storage.ts";
import { describeLedger } from "./describe-ledger.ts";
import { describeLimits } from "./describe-limits.ts";
import { describeMainJob } from "./describe-main-job.ts";
import { describeRoutes } from "./describe-routes.ts";
import { type Rehearsal, startRehearsal } from "./rehearsal.ts";

let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await startRehearsal();
});
afterAll(() => rehearsal.close());

const open = () => rehearsal;
const address = (name: keyof Rehearsal["stores"]["addresses"]) => ({
  address: rehearsal.stores.addresses[name],
});

describeRoutes(open);
describeMainJob("AWS", open, () => ({ team: "omega", bucket: address("own"), rotated: address("own") }));
// At first by W&B's own key, then by a key of the customer's.
describeMainJob("Google", open, () => ({
  team: "sigma",
  bucket: { provider: "GCP", name: "acme-bucket" },
  rotated: address("gcs"),
}));
describeMainJob("Azure", open, () => ({
  team: "kappa",
  bucket: address("azure"),
  rotated: address("azure"),
}));
describeInstanceStorage(open);
describeLimits(open);
// Last: it looks back at all of the above.
describeLedger(open);
