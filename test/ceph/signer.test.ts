import { inject } from "vitest";
import { describeSigner } from "../conformance/signer/signer-suite.ts";
import { createBucket, room } from "./ceph-bucket.ts";
import { radosgwAdmin } from "./radosgw-admin.ts";

describeSigner("an S3-compatible store (radosgw)", async () => {
  const { endpoint, configFile } = inject("radosgw");
  const owner = await radosgwAdmin(configFile).createUser("signer-owner");
  const bucket = await createBucket(endpoint, owner, "signer-bucket");
  return {
    signer: (now) => room.signer(bucket, owner, { now }),
    close: async () => {},
  };
});
