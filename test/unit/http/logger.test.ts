import { inspect } from "node:util";
import { expect, it } from "vitest";
import { AppError } from "../../../lib/errors.ts";
import { createLogger } from "../../../lib/observability/logger.ts";
import { redact } from "../../../lib/observability/redact.ts";
import { secret } from "../../../lib/secret.ts";

const KEY_ID = "AKIAIOSFODNN7EXAMPLE";
const SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const SIGNATURE = "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41";
const TOKEN = "FwoGZXIvYXdzEBYaDHqa0AP1exampletoken==";
const JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl";
const SIGNED = `https://b.s3.eu-west-1.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${KEY_ID}%2F20261124%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Security-Token=${TOKEN}&X-Amz-Expires=60&X-Amz-Signature=${SIGNATURE}&X-User=ann`;

function expectClean(text: string): void {
  for (const part of [KEY_ID, SECRET, SECRET.slice(0, 12), SIGNATURE, TOKEN, JWT])
    expect(text).not.toContain(part);
}

it.each([
  ["a signed URL", `GET ${SIGNED} failed`],
  ["a signed URL inside a query", `https://proxy.test/?to=${encodeURIComponent(SIGNED)}`],
  ["a signed URL in lower case", SIGNED.replace("X-Amz-Signature", "x-amz-signature")],
  [
    "a Google signed URL",
    `https://storage.googleapis.com/b/k?X-Goog-Credential=${KEY_ID}&X-Goog-Signature=${SIGNATURE}`,
  ],
  ["an Azure SAS", `https://a.blob.core.windows.net/c/k?sv=2024-11-04&sig=${SIGNATURE}&se=2026`],
  ["an encoded SAS", `https://proxy.test/?to=a%3Fsv%3D1%26sig%3D${SIGNATURE}`],
  [
    "an authorization header",
    `authorization: AWS4-HMAC-SHA256 Credential=${KEY_ID}/x, Signature=${SIGNATURE}`,
  ],
  ["a bearer token", `sent Authorization: Bearer ${JWT}\nnext`],
  ["a bare token", `cannot parse ${JWT}.`],
  ["headers as JSON", JSON.stringify({ authorization: `Bearer ${JWT}`, "x-amz-security-token": TOKEN })],
  [
    "JSON inside JSON",
    JSON.stringify(JSON.stringify({ "X-Amz-Signature": SIGNATURE, secretAccessKey: SECRET })),
  ],
  ["keys as JSON", JSON.stringify({ accessKeyId: KEY_ID, secretAccessKey: SECRET, sessionToken: TOKEN })],
  ["an address", `cannot reach s3://${KEY_ID}:${SECRET}@minio.test:9000/b?region=x`],
  [
    "a list of addresses",
    `s3://${KEY_ID}:${SECRET}@a.test/b,cw://CWABCDEFGHIJKLMNOP:${SECRET}@cwobject.com/b`,
  ],
  [
    "environment lines",
    `AWS_ACCESS_KEY_ID=${KEY_ID}\nAWS_SECRET_ACCESS_KEY=${SECRET}\nAWS_SESSION_TOKEN=${TOKEN}`,
  ],
  ["a bare key id", `The key ${KEY_ID} is not known`],
  [
    "S3's error document",
    `<Error><AWSAccessKeyId>${KEY_ID}</AWSAccessKeyId><SignatureProvided>${SIGNATURE}</SignatureProvided></Error>`,
  ],
  ["a private key", `-----BEGIN PRIVATE KEY-----\n${SECRET}\n${SIGNATURE}\n-----END PRIVATE KEY-----`],
  [
    "S3's secret elements",
    `<SecretAccessKey>${SECRET}</SecretAccessKey><StringToSign>AWS4 ${SIGNATURE}</StringToSign>`,
  ],
  ["an AWS v2 key id", `AWSAccessKeyId=${SECRET}`],
  ["a Google access id", `GoogleAccessId=${SECRET}`],
  ["an Azure connection string", `AccountName=a;AccountKey=${SECRET};EndpointSuffix=x`],
  ["a secret key", `secret_key: ${SECRET}`],
  ["a key in JSON", JSON.stringify({ privateKey: SECRET, client_secret: SECRET })],
  ["a bearer token outside its header", `sent bearer ${SECRET}`],
  [
    "an address cut by the limit after a long redaction",
    `sig=${"a".repeat(8_100)} s3://u:${SECRET}${SECRET}${SECRET}@host/b`,
  ],
  ["a private key that is cut off", `-----BEGIN RSA PRIVATE KEY-----\n${SECRET}`],
  [
    "an address at the end of a long text",
    `${"x ".repeat(4_090)}s3://${KEY_ID}:${SECRET}@host/${"y".repeat(9_000)}`,
  ],
  ["an address cut by the limit", `${"x ".repeat(4_070)}s3://${KEY_ID}:${SECRET}${SECRET}${SECRET}@host/b`],
])("%s is redacted", (_name, text) => {
  expect(
    text.includes(SIGNATURE) || text.includes(SECRET) || text.includes(KEY_ID) || text.includes(JWT),
  ).toBe(true);
  expectClean(redact(text));
  expect(redact(text).length).toBeLessThanOrEqual(2_049);
});

it("what is not secret stays readable", () => {
  expect(redact(SIGNED)).toMatch(
    /^https:\/\/b\.s3\.eu-west-1\.amazonaws\.com\/k\?X-Amz-Algorithm=.*&X-Amz-Expires=60&.*&X-User=ann$/,
  );
  expect(redact(`s3://${KEY_ID}:${SECRET}@minio.test:9000/b`)).toBe("s3://[redacted]@minio.test:9000/b");
  const plain = "team.not_found: The token's signature is wrong for team omega at https://host.test/a?b=c";
  expect(redact(plain)).toBe(plain);
});

it("hostile texts are cut before they are searched", () => {
  const hostile = [
    "s3://",
    "sig=",
    "-----BEGIN PRIVATE KEY-----",
    "authorization:",
    "<SessionToken>",
    "eyJaaaaaaaa.",
    " ",
  ];
  for (const part of hostile) expect(redact(part.repeat(200_000)).length).toBeLessThanOrEqual(2_049);
});

function logged(fields: Record<string, unknown>) {
  const lines: string[] = [];
  const logger = createLogger({
    write: (line) => lines.push(line),
    now: () => new Date("2026-11-24T12:00:00Z"),
  });
  logger.error("storage.failed", fields);
  expect(lines).toHaveLength(1);
  return lines[0] ?? "";
}

it("a line is one JSON object with time, level, event and fields", () => {
  expect(JSON.parse(logged({ requestId: "r", count: 2, missing: undefined }))).toEqual({
    time: "2026-11-24T12:00:00.000Z",
    level: "error",
    event: "storage.failed",
    requestId: "r",
    count: 2,
  });
  expect(logged({ text: "two\nlines" })).not.toContain("\n");
});

it("an error is logged by name, code, message and causes, all redacted, and nothing else of it", () => {
  const root = Object.assign(new Error(`socket for ${SIGNED}`), {
    code: "ECONNRESET",
    $response: { body: SECRET },
  });
  const sdk = new Error(`key ${KEY_ID}`, { cause: root });
  const error = new AppError("credentials.unavailable", "Not now.", {
    cause: new AggregateError([sdk], "all"),
  });
  const line = logged({ error });
  expectClean(line);
  expect(JSON.parse(line).error).toMatchObject({
    name: "AppError",
    code: "credentials.unavailable",
    message: "credentials.unavailable: Not now.",
    at: expect.arrayContaining([expect.stringContaining("logger.test.ts")]),
    cause: { name: "AggregateError", errors: [{ cause: { code: "ECONNRESET" } }] },
  });
});

it("fields with secret names or values are never printed", () => {
  const line = logged({
    authorization: `Bearer ${JWT}`,
    body: SECRET,
    "x-amz-security-token": TOKEN,
    nested: {
      secretAccessKey: SECRET,
      password: SECRET,
      wrapped: secret(SECRET),
      bytes: Buffer.from(SECRET),
    },
    [`s3://${KEY_ID}:${SECRET}@h`]: 1,
  });
  expectClean(line);
  expect(line).toContain('"wrapped":"[redacted]"');
  expect(line).not.toContain(inspect(Buffer.from(SECRET)).slice(8, 20));
});

it("cycles, depth and length are bounded", () => {
  const cycle: Record<string, unknown> = {
    list: Array.from({ length: 1_000 }, (_, index) => index),
    big: 1n,
  };
  cycle.self = cycle;
  const deep = new Error("top", { cause: undefined });
  deep.cause = deep;
  const line = logged({ cycle, deep, invalid: new Date(Number.NaN) });
  expect(line).toContain("[deep]");
  expect(line.length).toBeLessThan(20_000);
});
