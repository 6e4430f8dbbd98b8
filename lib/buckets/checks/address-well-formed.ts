import { type Check, passed } from "./check.ts";

/** An address that cannot be read never becomes a subject; see `unreadable-address.ts`. */
export const addressWellFormed: Check = {
  severity: "error",
  needs: [],
  run({ room, bucket, warnings }) {
    return passed([`The address reads as ${room.printAddress(bucket)}.`, ...warnings].join(" "));
  },
};
