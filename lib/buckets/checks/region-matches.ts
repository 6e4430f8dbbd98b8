import { type Check, failed, notTried, passed, skipped } from "./check.ts";

/** Stands before the credentials: in the wrong region a store says which is right, and does not look at the keys. */
export const regionMatches: Check = {
  severity: "error",
  needs: ["endpoint-reachable", "path-free", "ownership-proved"],
  async run(subject) {
    const { room, bucket } = subject;
    if (!room.form.fields.some(({ name }) => name === "region"))
      return skipped(`Not applicable: ${room.title} signs for no region.`);
    if (!(await subject.hasKeys())) return notTried("credentials-accepted");
    const probe = await subject.probe();
    const listed = await probe.list();
    const spent = listed.cause === "access-denied" ? await probe.upload() : listed;
    if (spent.cause === "wrong-region") {
      const right = spent.answer && room.regionIn?.(spent.answer);
      const [which, fix] =
        right === undefined
          ? ["another region; the store does not say which", "Give the bucket's own region."]
          : [`the region ${right}`, `Give the region ${right}.`];
      const given = bucket.region === undefined ? "no region was given" : `${bucket.region} was given`;
      return failed(`The bucket is in ${which}, and ${given}.`, fix);
    }
    if (spent.cause === "ok") return passed("The store takes signatures for this region.");
    return notTried(spent.cause === "no-such-bucket" ? "bucket-exists" : "credentials-accepted");
  },
};
