import { afterAll, beforeAll, expect, it } from "vitest";
import { bucketRoutes } from "../../functions/buckets/routes.ts";
import { multipartRoutes } from "../../functions/presign/multipart-routes.ts";
import { presignRoutes } from "../../functions/presign/routes.ts";
import { teamRoutes } from "../../functions/teams/routes.ts";
import { PROBLEMS } from "../../lib/errors.ts";
import { type LocalService, startLocalService } from "../support/local-service.ts";

const TEAM = "sehr-geheim";
const KEY = "a-key-of-theirs";

let service: LocalService;
let admin: string;

beforeAll(async () => {
  service = await startLocalService({ buckets: ["own"] });
  admin = await service.token({ sub: "admin1", roles: ["admin"], teams: [TEAM] });
});
afterAll(() => service.close());

interface MetricLine {
  _aws: { CloudWatchMetrics: { Dimensions: string[][]; Metrics: { Name: string }[] }[] };
  [name: string]: unknown;
}

const textLines = () => service.lines.filter((line) => line.includes('"_aws"'));
const metricLines = () => textLines().map((line) => JSON.parse(line) as MetricLine);

const presign = (team: string, keys: string[], token = admin) =>
  service.call("POST", "/presign", {
    token,
    body: { team, method: "GET", objects: keys.map((key) => ({ key })) },
  });

/** The sum of a metric over all lines since a moment. */
const sumOf = (name: string, from = 0) =>
  metricLines()
    .slice(from)
    .reduce((sum, line) => sum + Number(line[name] ?? 0), 0);

it("each request writes one line: what it was, how long it took, how many objects, which problem", async () => {
  const body = {
    teamName: TEAM,
    storageType: "External",
    storageBucket: { address: service.address("own") },
  };
  expect((await service.call("POST", "/teams", { token: admin, body })).status).toBe(201);
  expect((await presign(TEAM, [KEY, `${KEY}-2`])).status).toBe(200);
  expect((await presign("nobody-there", [KEY])).status).toBe(404);
  expect((await presign(TEAM, [KEY], "no-token")).status).toBe(401);
  expect((await service.call("GET", `/teams/${TEAM}`, { token: admin })).status).toBe(200);
  expect((await service.call("GET", `/${TEAM}`)).status).toBe(404);

  const lines = metricLines();
  expect(lines.map(({ route, status, Objects, code }) => [route, status, Objects, code])).toEqual([
    ["POST /teams", 201, undefined, undefined],
    ["POST /presign", 200, 2, undefined],
    ["POST /presign", 404, 1, "team.not_found"],
    ["POST /presign", 401, undefined, "auth.token_invalid"],
    ["GET /teams/{team}", 200, undefined, undefined],
    ["*", 404, undefined, "route.not_found"],
  ]);
  for (const line of lines) expect(line).toMatchObject({ Requests: 1, Latency: expect.any(Number) });
});

it("lines name no team, organisation, user, object, key or signature", async () => {
  const own = service.cloud.buckets[0];
  const hidden = [TEAM, "acme", "admin1", KEY, own?.accessKeyId ?? "", own?.secretAccessKey ?? "", "own"];
  for (const line of textLines()) {
    for (const text of [...hidden, "127.0.0.1", "X-Amz", admin]) expect(line).not.toContain(text);
  }
});

it("dimensions have as many values as there are routes and problem codes", async () => {
  const routes = Object.values({ ...bucketRoutes, ...teamRoutes, ...presignRoutes, ...multipartRoutes });
  const known = {
    function: ["local"],
    route: [...routes.flatMap(({ method, path }) => [`${method} ${path}`, path]), "*"],
    code: Object.keys(PROBLEMS),
  };
  for (const line of metricLines()) {
    const names = new Set(line._aws.CloudWatchMetrics.flatMap(({ Dimensions }) => Dimensions.flat()));
    for (const name of names) expect(known[name as keyof typeof known]).toContain(line[name]);
  }
});

it("lookups of tokens, bindings and opened credentials are counted: a second request asks nobody anything", async () => {
  const from = metricLines().length;
  for (let time = 0; time < 3; time++) await presign(TEAM, [KEY]);
  const lookups = ["Tokens", "Bindings", "Credentials"].map((cache) => [
    cache,
    sumOf(`${cache}Hit`, from),
    sumOf(`${cache}Miss`, from),
  ]);
  expect(lookups).toEqual([
    ["Tokens", 3, 0],
    ["Bindings", 3, 0],
    ["Credentials", 3, 0],
  ]);
  expect([sumOf("TokensMiss"), sumOf("BindingsMiss"), sumOf("CredentialsMiss")]).toEqual([
    2, // the admin's token, and one that is none
    2, // the team's, and one that is not there
    1,
  ]);
});
