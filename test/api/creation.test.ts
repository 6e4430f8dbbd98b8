import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type LocalService, startLocalService } from "../support/local-service.ts";

const WRONG = "a wrong secret, of 40 characters in all..";

let service: LocalService;
let admin: string;

beforeAll(async () => {
  service = await startLocalService({ buckets: ["one", "two", "three", "four", "five"] });
});

beforeEach(async () => {
  admin = await service.token({ sub: "admin1", roles: ["admin"] });
});

afterAll(() => service.close());

const create = (teamName: string, storageBucket: object, more: object = {}) =>
  service.call("POST", "/teams", {
    token: admin,
    body: { teamName, storageType: "External", storageBucket, ...more },
  });

const items = async () => {
  const { Items = [] } = await service.cloud.dynamo.send(
    new ScanCommand({ TableName: service.cloud.tableName, ConsistentRead: true }),
  );
  return Items.map((item) => unmarshall(item));
};

it("100 creations of one team at once give one 201, and the others find it", async () => {
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => create("crowd", { address: service.address("one") })),
  );
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([...Array.from({ length: 99 }, () => 200), 201]);
});

it("50 creations of one name on two buckets at once give one 201", async () => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      create("split", { address: service.address(index % 2 === 0 ? "two" : "three") }),
    ),
  );
  const count = (status: number) => answers.filter((answer) => answer.status === status).length;
  expect(count(201)).toBe(1);
  expect(count(200) + count(409)).toBe(49);
});

it("a wrong secret is 422 with the report, and leaves no trace in the table", async () => {
  const before = await items();
  const { status, body } = await create("tracers", {
    address: service.address("four", { secretAccessKey: WRONG }),
  });
  expect([status, body.code]).toEqual([422, "bucket.not_usable"]);
  expect(body.report.valid).toBe(false);
  const failed = body.report.checks.find((check: { status: string }) => check.status === "failed");
  expect(failed).toMatchObject({ name: "credentials-accepted", severity: "error" });
  expect(failed.fix).toMatch(/secret/);
  expect(await items()).toEqual(before);
});

it("what is wrong with the bucket is in the report, what is wrong with the request is a 400", async () => {
  const typo = await create("typos", { address: "s4://bucket" });
  expect(typo.status).toBe(422);
  expect(typo.body.report.checks[0]).toMatchObject({ name: "address-well-formed", status: "failed" });

  const cases: [object, string][] = [
    [{ teamName: "no spaces", storageType: "External", storageBucket: {} }, "team.name_invalid"],
    [{ teamName: "x", storageType: "External", storageBucket: { provider: "DROPBOX" } }, "request.invalid"],
    [{ teamName: "x", storageType: "External", storageBucket: { bukket: "x" } }, "request.unknown_field"],
    [{ teamName: "x", storageType: "External" }, "request.invalid"],
    [{ teamName: 7, storageType: "External", storageBucket: {} }, "request.invalid"],
    [
      { teamName: "x", storageType: "External", storageBucket: { name: "five" }, members: "no-address" },
      "request.invalid",
    ],
  ];
  for (const [body, code] of cases) {
    const answer = await service.call("POST", "/teams", { token: admin, body });
    expect([answer.status, answer.body.code]).toEqual([400, code]);
  }
  const { body } = await create("x", { provider: "DROPBOX" });
  expect(body.detail).toMatch(/COREWEAVE, AWS, GCP, AZURE, MINIO/);
});

it("only an admin creates, and only of the organisation that is served", async () => {
  const body = { teamName: "x", storageType: "External", storageBucket: { name: "five" } };
  const member = await service.token({ teams: ["x"] });
  const foreign = await service.token({ org: "evil", roles: ["admin"] });
  const refused = await service.call("POST", "/teams", { token: member, body });
  expect([refused.status, refused.body.code]).toEqual([403, "auth.forbidden"]);
  const wrong = await service.call("POST", "/teams", { token: foreign, body });
  expect([wrong.status, wrong.body.code]).toEqual([403, "auth.wrong_organisation"]);
});

it("an address with its own keys makes a team that signs with them", async () => {
  const made = await create("owner", { address: service.address("five") });
  expect(made.status).toBe(201);
  const item = (await items()).find(({ name }) => name === "owner");
  expect(item?.binding.credentialsSource).toBe("own");
  expect(item?.sealed).toMatch(/^local1:/);
});

it("a deleted team's name comes back only with the same bucket and path", async () => {
  const token = admin;
  expect((await service.call("DELETE", "/teams/owner", { token })).status).toBe(204);
  expect((await service.call("GET", "/teams/owner", { token })).status).toBe(404);
  expect((await service.call("DELETE", "/teams/owner", { token })).status).toBe(404);
  const elsewhere = await create("owner", { address: service.address("four") });
  expect([elsewhere.status, elsewhere.body.code]).toEqual([409, "team.deleted"]);
  const back = await create("Owner", { address: service.address("five") });
  expect([back.status, back.body.team.name]).toEqual([201, "Owner"]);
});

it("teams are listed page by page, for admins", async () => {
  const token = admin;
  const first = await service.call("GET", "/teams?limit=2", { token });
  expect(first.body.teams.map(({ name }: { name: string }) => name)).toEqual(["crowd", "Owner"]);
  const { nextCursor } = first.body;
  const second = await service.call("GET", `/teams?limit=2&cursor=${nextCursor}`, { token });
  expect(second.body).toEqual({ teams: [expect.objectContaining({ name: "split" })] });
  const wrong = await service.call("GET", "/teams?cursor=nonsense!", { token });
  expect(wrong.status).toBe(400);
  expect((await service.call("GET", "/teams", { token: await service.token() })).status).toBe(403);
});

it("the same access key, written in the address or taken from the registered store, is the same team", async () => {
  const made = await create("twice", { provider: "MINIO", name: "four" });
  expect(made.status).toBe(201);
  expect((await create("twice", { address: service.address("four") })).status).toBe(200);
  const other = await create("twice", { address: service.address("four", { accessKeyId: "ANOTHERKEY" }) });
  expect([other.status, other.body.detail]).toEqual([
    409,
    expect.stringContaining("PUT /teams/{team}/credentials"),
  ]);
});

it("a deleted team's bucket can be taken by another team, as if it had never been", async () => {
  expect((await service.call("DELETE", "/teams/twice", { token: admin })).status).toBe(204);
  expect((await create("successor", { provider: "MINIO", name: "four" })).status).toBe(201);
});

it("validate takes the body of a creation or the bucket alone, and names a wrong field by its own name", async () => {
  const validate = (body: object) => service.call("POST", "/buckets/validate", { token: admin, body });
  const bucket = { provider: "MINIO", name: "five" };
  const whole = { teamName: "Owner", storageType: "External", storageBucket: bucket, members: [] };
  expect((await validate(whole)).status).toBe(200);
  expect((await validate(bucket)).status).toBe(200);
  const wrong: [object, RegExp][] = [
    [{ storageBucket: { ...bucket, name: 5 } }, /^storageBucket\.name must be a string/],
    [
      { storageBucket: { ...bucket, provider: "minio" } },
      /^storageBucket\.provider must be one of COREWEAVE/,
    ],
    [{ ...whole, teamName: 5 }, /^teamName must be a string/],
    [{ ...bucket, foo: 1 }, /^foo is not a known field/],
    [{ ...whole, region: "x" }, /not both/],
    [{ ...whole, storageType: "Internal" }, /Internal storage brings no bucket/],
    [{ ...whole, teamName: "*instance*" }, /teamName has 1 to 48/],
    [{ ...whole, members: ["nonsense"] }, /members, entry 1/],
    [{ teamName: "omega", storageType: "External" }, /storageBucket is required/],
  ];
  for (const [body, detail] of wrong) {
    const answer = await validate(body);
    expect([answer.status, answer.body.detail]).toEqual([400, expect.stringMatching(detail)]);
  }
});
