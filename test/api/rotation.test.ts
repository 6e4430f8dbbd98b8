import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type LocalService, startLocalService } from "../support/local-service.ts";

let service: LocalService;
let admin: string;

beforeAll(async () => {
  service = await startLocalService({ buckets: ["own", "other"] });
  admin = await service.token({ sub: "admin1", roles: ["admin"] });
  const body = {
    teamName: "omega",
    storageType: "External",
    storageBucket: { provider: "MINIO", name: "own" },
    members: ["a@acme.test"],
  };
  expect((await service.call("POST", "/teams", { token: admin, body })).status).toBe(201);
});
afterAll(() => service.close());

const rotate = (address: string, token = admin, team = "omega") =>
  service.call("PUT", `/teams/${team}/credentials`, { token, body: { storageBucket: { address } } });

const item = async () => {
  const { Items = [] } = await service.cloud.dynamo.send(
    new ScanCommand({ TableName: service.cloud.tableName, ConsistentRead: true }),
  );
  return Items.map((raw) => unmarshall(raw)).find(({ name }) => name === "omega");
};

it("a team's credentials are replaced by others that work, and nothing else of it", async () => {
  const before = await item();
  const { status, body } = await rotate(service.address("own"));
  expect(status).toBe(200);
  expect(body.report.valid).toBe(true);
  expect(body.team).toMatchObject({ name: "omega", members: ["a@acme.test"], createdBy: "admin1" });
  const after = await item();
  expect(after?.binding).toMatchObject({
    id: before?.binding.id,
    bucket: before?.binding.bucket,
    credentialsSource: "own",
  });
  expect([before?.sealed, typeof after?.sealed]).toEqual([undefined, "string"]);
});

it("nothing is left in the bucket by the comparison of old and new", async () => {
  const own = service.cloud.buckets.find(({ name }) => name === "own");
  const client = new S3Client({
    endpoint: service.cloud.s3Endpoint,
    region: "auto",
    forcePathStyle: true,
    credentials: { accessKeyId: own?.accessKeyId ?? "", secretAccessKey: own?.secretAccessKey ?? "" },
  });
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: "own" }));
  client.destroy();
  expect(Contents.map(({ Key }) => Key)).toEqual([]);
});

it("credentials that do not work change nothing", async () => {
  const before = await item();
  const { status, body } = await rotate(service.address("own", { secretAccessKey: "wrong" }));
  expect([status, body.code]).toEqual([422, "bucket.not_usable"]);
  expect(await item()).toEqual(before);
});

it("another bucket or path is not a change of credentials", async () => {
  for (const address of [
    service.address("other"),
    service.address("own").replace("/own?", "/own/elsewhere?"),
  ]) {
    const { status, body } = await rotate(address);
    expect([status, body.code]).toEqual([409, "storage.immutable"]);
  }
});

it("only an admin changes them, and a stranger is not told that the team exists", async () => {
  const member = await service.token({ teams: ["omega"] });
  expect((await rotate(service.address("own"), member)).status).toBe(403);
  expect((await rotate(service.address("own"), await service.token())).status).toBe(404);
  expect((await rotate(service.address("own"), admin, "nobody")).status).toBe(404);
});

it("two at once: one is told that the other was first, and the team stays whole", async () => {
  const answers = await Promise.all([rotate(service.address("own")), rotate(service.address("own"))]);
  const statuses = answers.map(({ status }) => status);
  expect(statuses).toContain(200);
  expect(statuses.every((status) => status === 200 || status === 503)).toBe(true);
  const presign = { team: "omega", method: "GET", objects: [{ key: "x" }] };
  const member = await service.token({ teams: ["omega"] });
  expect((await service.call("POST", "/presign", { token: member, body: presign })).status).toBe(200);
});
