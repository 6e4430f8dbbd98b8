import { describe, expect, test } from "vitest";
import { awsService } from "../../../lib/aws/aws-service.ts";
import type { HttpAnswer, HttpCall, HttpRequest } from "../../../lib/outbound/http-call.ts";
import { secret } from "../../../lib/secret.ts";

const credentials = {
  accessKeyId: "AKIAFUNCTION",
  secretAccessKey: secret("function/secret"),
  sessionToken: secret("function-token"),
};
const CALL = { headers: { "content-type": "application/x-amz-json-1.0" }, body: '{"Key":"of acme"}' };

/** Gives the answers in turn, the last one again and again; an Error is thrown. */
function scripted(...answers: (HttpAnswer | Error)[]) {
  const requests: HttpRequest[] = [];
  const call: HttpCall = async (request) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)];
    requests.push(request);
    if (answer === undefined || answer instanceof Error) throw answer;
    return answer;
  };
  return { call, requests };
}

const url = new URL("https://dynamodb.us-east-1.amazonaws.com/");
const calling = (call: HttpCall) =>
  awsService({ service: "dynamodb", region: "us-east-1", credentials, url, call })(CALL);
const failure = (status: number, code: string): HttpAnswer => ({
  status,
  text: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${code}`, message: "of acme" }),
});
const OK: HttpAnswer = { status: 200, text: '{"Item":{}}' };

test("a call is signed and bounded", async () => {
  const { call, requests } = scripted(OK);
  expect(await calling(call)).toBe(OK.text);
  expect(requests).toEqual([
    {
      method: "POST",
      url,
      headers: {
        ...CALL.headers,
        "x-amz-date": expect.stringMatching(/^\d{8}T\d{6}Z$/),
        "x-amz-security-token": "function-token",
        authorization: expect.stringMatching(
          /^AWS4-HMAC-SHA256 Credential=AKIAFUNCTION\/\d{8}\/us-east-1\/dynamodb\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$/,
        ),
      },
      body: CALL.body,
      timeoutMs: 3_000,
      maxBytes: 4 * 1024 * 1024,
    },
  ]);
});

describe("a call that failed for a moment is sent again", () => {
  test.each<[string, HttpAnswer | Error]>([
    ["nobody was reached", new Error("ECONNRESET")],
    ["the service was broken", { status: 500, text: "" }],
    ["the service was away", { status: 503, text: "<html>" }],
    ["too many asked", { status: 429, text: "" }],
    ["the table was throttled", failure(400, "ProvisionedThroughputExceededException")],
    ["the account was throttled", failure(400, "ThrottlingException")],
    ["STS throttled", { status: 400, text: "<Error><Code>Throttling</Code></Error>" }],
  ])("when %s", async (_what, first) => {
    const { call, requests } = scripted(first, OK);
    expect(await calling(call)).toBe(OK.text);
    expect(requests).toHaveLength(2);
  });

  test("three times in all, and the last failure is told", async () => {
    const { call, requests } = scripted({ status: 503, text: "" });
    await expect(calling(call)).rejects.toThrow(/^dynamodb answered 503$/);
    expect(requests).toHaveLength(3);
  });
});

describe("a call that was refused is not sent again", () => {
  test.each<[string, HttpAnswer, string]>([
    ["by JSON", failure(400, "AccessDeniedException"), "dynamodb answered 400 AccessDeniedException"],
    [
      "by XML",
      { status: 403, text: "<Error><Code>AccessDenied</Code></Error>" },
      "dynamodb answered 403 AccessDenied",
    ],
    ["by nothing that can be read", { status: 400, text: "{" }, "dynamodb answered 400"],
    ["by a redirect", { status: 307, text: "" }, "dynamodb answered 307"],
  ])("%s, and its own words stay inside", async (_how, answer, message) => {
    const { call, requests } = scripted(answer);
    const error = await calling(call).catch((thrown: unknown) => thrown);
    expect((error as Error).message).toBe(message);
    expect(requests).toHaveLength(1);
  });
});

test("a failure quotes nothing of the call, and no key", async () => {
  const { call } = scripted(new Error("connect ECONNREFUSED"));
  const error = (await calling(call).catch((thrown: unknown) => thrown)) as Error;
  expect(error.message).toBe("dynamodb gave no whole answer");
  expect(error.cause).toMatchObject({ message: "connect ECONNREFUSED" });
});
