import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AwsService } from "../../../lib/aws/aws-service.ts";
import {
  createIntegration,
  type Integration,
  type SessionRequest,
} from "../../../lib/credentials/integration.ts";
import { sessionPolicy } from "../../../lib/credentials/session-policy.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import { type StsServer, sessionDocument, startStsServer } from "../../support/sts-server.ts";
import { stsService } from "../../support/sts-service.ts";

const bucket: Bucket = { provider: "AWS", name: "acme-data", path: "runs", region: "eu-central-1" };
const request: SessionRequest = { org: "acme", team: "omega", bucket, root: "runs/", purpose: "presign" };
const roleArn = "arn:aws:iam::725579432336:role/WandbIntegration";
const minuteMs = 60_000;

let clock: Date;
let server: StsServer;
let sts: AwsService;
let integration: Integration;
let lookups: string[];

beforeEach(async () => {
  clock = new Date("2026-11-24T12:00:00Z");
  const now = () => clock;
  server = await startStsServer(now);
  sts = stsService(server.endpoint);
  lookups = [];
  const count = (lookup: string) => void lookups.push(lookup);
  integration = createIntegration({ sts, roleArn, now, durationSeconds: 3600, count });
});

afterEach(async () => {
  await server.close();
});

function pass(minutes: number): void {
  clock = new Date(clock.getTime() + minutes * minuteMs);
}

describe("what STS is asked", () => {
  test("role, tags, session policy and life", async () => {
    await integration.sessionFor(request);
    expect(server.calls).toHaveLength(1);
    expect(server.calls[0]).toMatchObject({
      Action: "AssumeRole",
      RoleArn: roleArn,
      RoleSessionName: expect.stringMatching(/^acme\.omega-[0-9a-f]{32}$/),
      DurationSeconds: "3600",
      "Tags.member.1.Key": "wandb:OrgID",
      "Tags.member.1.Value": "acme",
      "Tags.member.2.Key": "wandb:Team",
      "Tags.member.2.Value": "omega",
      Policy: sessionPolicy({ partition: "aws", bucketName: "acme-data", root: "runs/", purpose: "presign" }),
    });
  });

  test("the bucket's KMS key and the role's partition stand in the policy", async () => {
    const china = createIntegration({
      sts,
      roleArn: "arn:aws-cn:iam::725579432336:role/WandbIntegration",
      now: () => clock,
      durationSeconds: 900,
    });
    await china.sessionFor({ ...request, bucket: { ...bucket, kmsKeyId: "mrk-1" } });
    expect(server.calls[0]?.Policy).toContain("arn:aws-cn:kms:*:*:key/mrk-1");
    expect(server.calls[0]?.Policy).toContain("arn:aws-cn:s3:::acme-data/runs/*");
  });

  test("no team's tag while a bucket is validated before its team has a name", async () => {
    const { team: _, ...teamless } = request;
    await integration.sessionFor({ ...teamless, purpose: "validate" });
    expect(server.calls[0]).not.toHaveProperty(["Tags.member.2.Key"]);
  });

  test("nothing for an organisation whose name cannot be a tag: tags are what customers pin their buckets to", async () => {
    const refused = integration.sessionFor({ ...request, org: "acme#1" });
    await expect(refused).rejects.toMatchObject({ code: "credentials.unavailable" });
    expect(server.calls).toHaveLength(0);
  });
});

test("a session is what STS answered, with its secrets wrapped", async () => {
  const keys = await integration.sessionFor(request);
  expect(keys.accessKeyId).toBe("ASIASESSION1");
  expect(keys.secretAccessKey.reveal()).toBe("session-secret-1");
  expect(keys.sessionToken?.reveal()).toBe("session-token-1");
  expect(keys.expiresAt).toEqual(new Date("2026-11-24T13:00:00Z"));
  expect(JSON.stringify(keys)).not.toMatch(/session-(secret|token)/);
});

describe("the cache", () => {
  test("serves a session again until half of its life is left, then renews it", async () => {
    const first = await integration.sessionFor(request);
    pass(30);
    expect(await integration.sessionFor(request)).toBe(first);
    pass(1);
    expect((await integration.sessionFor(request)).accessKeyId).toBe("ASIASESSION2");
    pass(30);
    expect((await integration.sessionFor(request)).accessKeyId).toBe("ASIASESSION2");
  });

  test.each<[string, Partial<SessionRequest>]>([
    ["organisation", { org: "other" }],
    ["team", { team: "kappa" }],
    ["bucket", { bucket: { ...bucket, name: "acme-more" } }],
    ["KMS key", { bucket: { ...bucket, kmsKeyId: "mrk-1" } }],
    ["root", { root: "runs/_teams/omega/" }],
    ["purpose", { purpose: "validate" }],
  ])("never serves a session to another %s", async (_what, change) => {
    const first = await integration.sessionFor(request);
    expect(await integration.sessionFor({ ...request, ...change })).not.toEqual(first);
    expect(server.calls).toHaveLength(2);
  });

  test("asks once for requests that come at the same time", async () => {
    const letGo = server.hold();
    const many = Array.from({ length: 50 }, () => integration.sessionFor(request));
    const other = integration.sessionFor({ ...request, team: "kappa" });
    letGo();
    const sessions = await Promise.all(many);
    await other;
    expect(new Set(sessions.map((keys) => keys.accessKeyId)).size).toBe(1);
    expect(server.calls).toHaveLength(2);
  });
});

test("a session that is forgotten is asked for anew, and no other team's is", async () => {
  const other = { ...request, team: "kappa" };
  const [first, kept] = [await integration.sessionFor(request), await integration.sessionFor(other)];
  integration.forget({ ...request });
  expect(await integration.sessionFor(request)).not.toEqual(first);
  expect(await integration.sessionFor(other)).toBe(kept);
  expect(lookups).toEqual(["miss", "miss", "miss", "hit"]);
});

test("no more than 5,000 sessions are held", async () => {
  let calls = 0;
  const end = new Date(clock.getTime() + 60 * minuteMs).toISOString();
  const counting: AwsService = async () => sessionDocument(++calls, end);
  const many = createIntegration({ sts: counting, roleArn, now: () => clock, durationSeconds: 900 });
  for (let index = 0; index <= 5_000; index++) await many.sessionFor({ ...request, team: `t${index}` });
  await many.sessionFor({ ...request, team: "t5000" });
  expect(calls).toBe(5_001);
  await many.sessionFor({ ...request, team: "t0" });
  expect(calls).toBe(5_002);
});

describe("when STS fails", () => {
  test("the error has a plain sentence, and STS's own words for the log alone", async () => {
    server.fail(403, "AccessDenied");
    const failed = await integration.sessionFor(request).catch((error: unknown) => error);
    expect(failed).toMatchObject({
      code: "credentials.unavailable",
      detail: expect.not.stringMatching(/arn:|AccessDenied/),
      cause: expect.objectContaining({ message: "sts answered 403 AccessDenied" }),
    });
  });

  test("the next request asks again", async () => {
    server.fail(403, "AccessDenied");
    await expect(integration.sessionFor(request)).rejects.toThrow("credentials.unavailable");
    server.succeed();
    await expect(integration.sessionFor(request)).resolves.toMatchObject({ accessKeyId: "ASIASESSION2" });
  });

  test("a session that is due for renewal is served on while it lives, but not into its last minute", async () => {
    const first = await integration.sessionFor(request);
    server.fail(503, "ServiceUnavailable");
    pass(45);
    expect(await integration.sessionFor(request)).toBe(first);
    pass(14);
    await expect(integration.sessionFor(request)).rejects.toThrow("credentials.unavailable");
  });

  test.each<[string, string, string[]]>([
    ["without an id", "AccessKeyId", ["", "<a>b</a>", "&#65;"]],
    ["without a secret", "SecretAccessKey", ["", "<a>b</a>", "&#65;"]],
    ["without a token", "SessionToken", ["", "<a>b</a>", "&#65;"]],
    ["without an end", "Expiration", ["", "<a>b</a>", "&#65;"]],
    ["whose end is no time", "Expiration", ["tomorrow"]],
  ])("an answer %s is no session", async (_what, field, values) => {
    const whole = sessionDocument(1, "2026-11-24T13:00:00Z");
    for (const value of values) {
      const odd = whole.replace(new RegExp(`<${field}>.*</${field}>`), `<${field}>${value}</${field}>`);
      expect(odd).not.toBe(whole);
      const broken = createIntegration({
        sts: async () => odd,
        roleArn,
        now: () => clock,
        durationSeconds: 900,
      });
      await expect(broken.sessionFor(request)).rejects.toThrow("credentials.unavailable");
    }
  });
});
