import { type Check, passed } from "./check.ts";

/** An address that cannot be read never becomes a subject; see `unreadable-address.ts`. */
export const addressWellFormed: Check = {
  severity: "error",
  needs: [],
  run({ room, bucket, warnings }) {
    const read = room === undefined ? bucket.provider : room.printAddress(bucket);
    return passed([`The address reads as ${read}.`, ...warnings].join(" "));
  },
};
