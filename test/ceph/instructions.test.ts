import {
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type Instructions, instructionsFor } from "../../lib/buckets/instructions/instructions-for.ts";
import { readRegisteredStores } from "../../lib/buckets/registered-stores.ts";
import type { AccessKey } from "../../lib/storage/credentials.ts";
import type { S3Signer } from "../../lib/storage/s3/signer.ts";
import { memoryTeamStore } from "../support/memory-team-store.ts";
import { spend } from "../support/spend.ts";
import { LOCAL_ORIGIN } from "../support/validate-address.ts";
import { ALWAYS, type CephBench, startCephBench } from "./ceph-bench.ts";
import { createBucket, room } from "./ceph-bucket.ts";

const USER = "instructions-user";

let bench: CephBench;
let user: AccessKey;

beforeAll(async () => {
  bench = await startCephBench(inject("radosgw"), "instructions-owner");
  user = await bench.admin.createUser(USER);
});
afterAll(() => bench?.close());

function instructions(name: string, path: string): Promise<Instructions> {
  const address = `s3://${new URL(bench.endpoint).host}/${name}/${path}?region=us-east-1`;
  return instructionsFor(
    {
      deployment: { type: "self-managed", org: "acme", frontendOrigins: [LOCAL_ORIGIN] },
      registered: readRegisteredStores(""),
      store: memoryTeamStore(),
      principals: {},
    },
    "acme",
    { address },
  );
}

/** Makes a bucket as its owner and gives it the documents of the instructions, as they stand there. */
async function follow(name: string, path: string, flavour: "strict" | "documented"): Promise<void> {
  await createBucket(bench.endpoint, bench.owner, name);
  const { json } = (await instructions(name, path))[flavour];
  const { cors, versioning, ...others } = json as Record<string, never>;
  const { client } = bench;
  const lifecycle = others["abort-incomplete-uploads"];
  const policy = JSON.stringify(others["ceph-bucket-policy"]).replaceAll("<CEPH_USER>", USER);
  await client.send(new PutBucketCorsCommand({ Bucket: name, CORSConfiguration: { CORSRules: cors } }));
  await client.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: versioning }));
  await client.send(
    new PutBucketLifecycleConfigurationCommand({ Bucket: name, LifecycleConfiguration: lifecycle }),
  );
  await client.send(new PutBucketPolicyCommand({ Bucket: name, Policy: policy }));
}

const signerFor = (name: string, keys: AccessKey): S3Signer =>
  room.signer({ provider: "MINIO", name, path: "", region: "us-east-1", endpoint: bench.endpoint }, keys, {
    now: () => new Date(),
  });

describe("a bare bucket that was given what the strict instructions say", () => {
  const name = "instructions-strict";
  const path = "wandb/omega";
  let signer: S3Signer;

  beforeAll(async () => {
    await follow(name, path, "strict");
    signer = signerFor(name, user);
    for (const Key of ["wandb/kappa/run", "wandb/omegas/run", "run"])
      await bench.client.send(new PutObjectCommand({ Bucket: name, Key, Body: "theirs" }));
  });

  test("is valid under the path with the keys of the user that the policy names", async () => {
    const { report, amiss } = await bench.validate(name, { keys: user, path });
    expect([report.valid, amiss]).toEqual([true, ALWAYS]);
  });

  test.each(["wandb/kappa/run", "wandb/omegas/run", "run", "wandb/new", "new"])(
    "does not let that user reach %s",
    async (key) => {
      for (const method of ["GET", "HEAD", "PUT", "DELETE"] as const) {
        const grant = signer.sign({ method, key, expiresInSeconds: 60 });
        expect((await spend(grant, method === "PUT" ? "x" : undefined)).status, method).toBe(403);
      }
    },
  );

  test.each(["", "wandb/", "wandb/kappa/", "wandb/omega"])("nor list %j", async (prefix) => {
    expect((await spend(signer.signList(prefix, 60))).status).toBe(403);
  });

  test.each(["policy", "cors", "versioning", "lifecycle", "acl"])("nor change its %s", async (setting) => {
    const grant = signer.signSubresource({ method: "PUT", key: "", parameters: { [setting]: "" } }, 60);
    expect((await spend(grant as never, "<x/>")).status).toBe(403);
  });

  test("is not valid above the path, or beside it", async () => {
    for (const other of ["", "wandb", "wandb/kappa"]) {
      const { amiss } = await bench.validate(name, { keys: user, path: other });
      expect(amiss, other).toEqual(["credentials-accepted: inconclusive error"]);
    }
  });

  test("does not let a third user in", async () => {
    const third = await bench.admin.createUser("instructions-third");
    const { amiss } = await bench.validate(name, { keys: third, path });
    expect(amiss).toEqual(["credentials-accepted: inconclusive error"]);
  });
});

test("a bare bucket that was given what the documented instructions say is valid as a whole", async () => {
  await follow("instructions-documented", "", "documented");
  const { report, amiss } = await bench.validate("instructions-documented", { keys: user });
  expect([report.valid, amiss]).toEqual([true, ALWAYS]);
});

test("the policy for stores whose users have policies is one that radosgw refuses as a bucket's", async () => {
  const { strict } = await instructions("instructions-strict", "wandb/omega");
  const { Statement } = strict.json["access-policy"] as { Statement: object[] };
  const Principal = { AWS: [`arn:aws:iam:::user/${USER}`] };
  const refused = bench.putPolicy(
    "instructions-strict",
    Statement.map((statement) => ({ ...statement, Principal })),
  );
  await expect(refused).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
});
