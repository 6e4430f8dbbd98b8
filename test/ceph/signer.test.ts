import { inject } from "vitest";
import { assumeRole } from "../../lib/credentials/assume-role.ts";
import { describeSigner } from "../conformance/signer/signer-suite.ts";
import { stsService } from "../support/sts-service.ts";
import { createBucket, room } from "./ceph-bucket.ts";
import { radosgwAdmin } from "./radosgw-admin.ts";

const EVERYTHING = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
});

describeSigner("an S3-compatible store (radosgw)", async () => {
  const { endpoint, configFile } = inject("radosgw");
  const owner = await radosgwAdmin(configFile).createUser("signer-owner");
  const bucket = await createBucket(endpoint, owner, "signer-bucket");
  return {
    signer: (now) => room.signer(bucket, owner, { now }),
    close: async () => {},
  };
});

describeSigner("an S3-compatible store (radosgw), by a session with its token", async () => {
  const { endpoint, configFile } = inject("radosgw");
  const admin = radosgwAdmin(configFile);
  const owner = await admin.createUser("signer-session-owner");
  const service = await admin.createUser("signer-session-service");
  const bucket = await createBucket(endpoint, owner, "signer-session-bucket");
  const session = await assumeRole(stsService(endpoint, service), {
    roleArn: await admin.createRole("SignerSession", "signer-session-service"),
    org: "acme",
    policy: EVERYTHING,
    durationSeconds: 900,
  });
  return { signer: (now) => room.signer(bucket, session, { now }), close: async () => {} };
});
