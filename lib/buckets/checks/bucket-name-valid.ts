import { type Check, failed, passed } from "./check.ts";

export const bucketNameValid: Check = {
  severity: "error",
  needs: ["address-well-formed", "provider-supported"],
  run({ room, bucket }) {
    const problem = room.nameProblem(bucket.name);
    if (problem === undefined) return passed("The name follows the provider's rules.");
    return failed(problem, "Correct the bucket's name, or create a bucket whose name follows the rules.");
  },
};
