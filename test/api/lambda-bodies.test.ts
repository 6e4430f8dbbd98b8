import { handle, type LambdaEvent } from "hono/aws-lambda";
import { describe, expect, test } from "vitest";
import { lambdaBodies, lambdaHandler } from "../../functions/wiring/lambda-bodies.ts";
import { createSampleApi, GOOD_TOKEN } from "../unit/http/sample-api.ts";

// Hono's own adapter, with bodies that go through a Request and a Response, is the oracle.
const ours = lambdaHandler(createSampleApi({ bodies: lambdaBodies }).app);
const honos = handle(createSampleApi().app);

interface Asked {
  method?: string;
  path?: string;
  body?: string;
  isBase64Encoded?: boolean;
}

function eventOf({ method = "POST", path = "/teams", isBase64Encoded = false, ...more }: Asked): LambdaEvent {
  const event: unknown = {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: "",
    headers: { host: "api.example.com", "x-request-id": "the-same", ...GOOD_TOKEN },
    requestContext: {
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "test" },
      domainName: "api.example.com",
      stage: "$default",
    },
    isBase64Encoded,
    ...more,
  };
  return event as LambdaEvent;
}

const base64 = (bytes: string | Buffer) => Buffer.from(bytes).toString("base64");
const nameOf = (length: number, character: string) => JSON.stringify({ teamName: character.repeat(length) });

describe("a Lambda event is answered as by Hono's own adapter", () => {
  test.each<[what: string, asked: Asked, status: number]>([
    ["text", { body: '{"teamName":"ömega \\u0000 😀"}' }, 201],
    ["base64", { body: base64('{"teamName":"ömega"}'), isBase64Encoded: true }, 201],
    [
      "bytes that are no UTF-8",
      { body: base64(Buffer.from([0x22, 0xff, 0x22])), isBase64Encoded: true },
      400,
    ],
    ["text with a byte order mark", { body: '\ufeff{"teamName":"omega"}' }, 201],
    ["no body", {}, 400],
    ["an empty body", { body: "" }, 400],
    ["no JSON", { body: "{" }, 400],
    ["a body of just the size", { body: nameOf(1_000 - 15, "x") }, 201],
    ["a body that is too large", { body: nameOf(1_000 - 14, "x") }, 413],
    ["a body that is too large in bytes alone", { body: nameOf(500, "ö") }, 413],
    ["a body that nobody reads", { method: "DELETE", path: "/teams/omega", body: "text" }, 204],
    ["GET", { method: "GET", path: "/teams/ömega" }, 200],
    ["HEAD, without a body in the answer", { method: "HEAD", path: "/teams/omega" }, 200],
    ["DELETE, without an answer", { method: "DELETE", path: "/teams/omega" }, 204],
    ["an error of ours", { method: "GET", path: "/teams/bug" }, 500],
    ["an answer that cannot be written out", { method: "GET", path: "/teams/bigint" }, 500],
    ["a path that is not there", { method: "GET", path: "/nowhere" }, 404],
  ])("%s", async (_what, asked, status) => {
    const [given, expected] = [await ours(eventOf(asked)), await honos(eventOf(asked))];
    expect(given).toEqual(expected);
    expect(given.statusCode).toBe(status);
    if (asked.method === "HEAD") expect(given.body).toBe("");
  });
});

test.each([false, true])(
  "a GET's body is passed by, where Hono's own adapter makes nothing of it",
  async (isBase64Encoded) => {
    const event = eventOf({ method: "GET", path: "/teams/omega", body: "dGV4dA==", isBase64Encoded });
    expect(await ours(event)).toMatchObject({ statusCode: 200, body: '{"team":"omega"}' });
  },
);

test("the same event is answered again, and events at one time each with their own", async () => {
  const events = Array.from({ length: 20 }, (_, index) => eventOf({ body: nameOf(index + 1, "x") }));
  const expected = await Promise.all(events.map((event) => honos(event)));
  for (let round = 0; round < 2; round += 1)
    expect(await Promise.all(events.map((event) => ours(event)))).toEqual(expected);
  expect(new Set(expected.map(({ body }) => body)).size).toBe(20);
});
