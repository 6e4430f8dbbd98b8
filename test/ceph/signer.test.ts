import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { inject } from "vitest";
import { secret } from "../../lib/secret.ts";
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

describeSigner("an S3-compatible store (radosgw), by a session with its token", async () => {
  const { endpoint, configFile } = inject("radosgw");
  const admin = radosgwAdmin(configFile);
  const owner = await admin.createUser("signer-session-owner");
  const service = await admin.createUser("signer-session-service");
  const bucket = await createBucket(endpoint, owner, "signer-session-bucket");
  const sts = new STSClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: service.accessKeyId, secretAccessKey: service.secretAccessKey.reveal() },
  });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: await admin.createRole("SignerSession", "signer-session-service"),
      RoleSessionName: "signer-suite",
    }),
  );
  sts.destroy();
  const session = {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: secret(Credentials?.SecretAccessKey ?? ""),
    sessionToken: secret(Credentials?.SessionToken ?? ""),
  };
  return { signer: (now) => room.signer(bucket, session, { now }), close: async () => {} };
});
