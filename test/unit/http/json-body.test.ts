import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listen, sendRaw } from "./raw-http.ts";
import { createSampleApi, GOOD_TOKEN } from "./sample-api.ts";

const { app, lines } = createSampleApi();
type Body = RequestInit["body"];

let server: Awaited<ReturnType<typeof listen>>;

beforeAll(async () => {
  server = await listen(app);
});
afterAll(() => server.close());

async function post(path: string, body: Body, headers: Record<string, string> = GOOD_TOKEN) {
  const response = await fetch(server.url + path, {
    method: "POST",
    headers,
    body,
    duplex: "half",
  } as RequestInit);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

function streamOf(...chunks: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull(controller) {
      const chunk = chunks.shift();
      if (chunk) controller.enqueue(chunk);
      else controller.close();
    },
  });
}

describe("what is not JSON is 400 request.not_json", () => {
  it.each<[string, Body, string]>([
    ["no body", null, "The body is empty; send a JSON object."],
    ["an empty body", "", "The body is empty; send a JSON object."],
    ["blanks", " \n", "The body is empty; send a JSON object."],
    ["a broken document", '{"teamName": "s3cret', "The body is not well-formed JSON."],
    ["two documents", "{}{}", "The body is not well-formed JSON."],
    ["NaN", "NaN", "The body is not well-formed JSON."],
    ["bytes that are not UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), "The body is not valid UTF-8."],
    ["UTF-16", Buffer.from('{"teamName":"ü"}', "utf16le"), "The body is not valid UTF-8."],
    ["a character cut in half", Buffer.from('"ü"').subarray(0, 2), "The body is not valid UTF-8."],
  ])("%s", async (_name, body, detail) => {
    expect(await post("/teams", body)).toMatchObject({
      status: 400,
      body: { code: "request.not_json", detail },
    });
  });

  it.each(["gzip", "x-gzip", "br", "identity, GZIP"])("a body that is compressed (%s)", async (encoding) => {
    const headers = { ...GOOD_TOKEN, "content-encoding": encoding };
    expect(await post("/teams", '{"teamName":"omega"}', headers)).toMatchObject({
      status: 400,
      body: { code: "request.not_json", detail: expect.stringContaining("compressed") },
    });
  });

  it.each(["identity", "utf-8"])("but not one that is not (%s)", async (encoding) => {
    const headers = { ...GOOD_TOKEN, "content-encoding": encoding };
    expect(await post("/teams", '{"teamName":"omega"}', headers)).toMatchObject({ status: 201 });
  });

  it("and its text is not in the log", () => {
    expect(lines.join("\n")).not.toContain("s3cret");
  });
});

it("JSON is taken whatever its content-type says, with a byte order mark and in any chunks", async () => {
  const bytes = Buffer.from('\ufeff{"teamName":"omegaü"}');
  for (const type of [
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/json; charset=latin1",
  ]) {
    const answer = await post("/teams", bytes, { ...GOOD_TOKEN, "content-type": type });
    expect(answer).toMatchObject({ status: 201, body: { name: "omegaü" } });
  }
  const oneByOne = streamOf(...[...bytes].map((byte) => Uint8Array.of(byte)));
  expect(await post("/teams", oneByOne)).toMatchObject({ status: 201, body: { name: "omegaü" } });
});

describe("a body beyond the limit is 413", () => {
  const exactly = (length: number) => `{"teamName":"${"a".repeat(length - 15)}"}`;

  it("by one byte, and not at the limit", async () => {
    expect((await post("/teams", exactly(1_000))).status).toBe(201);
    expect(await post("/teams", exactly(1_001))).toMatchObject({
      status: 413,
      body: { code: "request.too_large", detail: "The body may have at most 1000 bytes." },
    });
  });

  it("when it comes in chunks without content-length", async () => {
    const chunks = Array.from({ length: 64 }, () => new Uint8Array(65_536).fill(32));
    expect(await post("/teams", streamOf(...chunks))).toMatchObject({ status: 413 });
  });

  it("when content-length is declared too large, before the body and the token are looked at", async () => {
    const head = "POST /teams HTTP/1.1\r\nhost: x\r\ncontent-length: 1001\r\nconnection: close\r\n\r\n";
    expect(await sendRaw(server.port, [head], false)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it("when a runtime hands over more than content-length says", async () => {
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(100)),
    });
    const request = new Request("http://x/teams", {
      method: "POST",
      headers: { ...GOOD_TOKEN, "content-length": "5" },
      body: endless,
      duplex: "half",
    } as RequestInit);
    expect((await app.request(request)).status).toBe(413);
  });

  it("without a length it is not read at all until the token is good", async () => {
    const head = "POST /teams HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n";
    expect(await sendRaw(server.port, [head], false)).toMatch(/^HTTP\/1\.1 401 /);
  });
});

describe("a content-length that lies over real HTTP", () => {
  const head = (length: number) =>
    `POST /teams HTTP/1.1\r\nhost: x\r\nauthorization: Bearer good\r\nconnection: close\r\ncontent-length: ${length}\r\n\r\n`;

  it("and says too little is a 400, whether Node or we find out first", async () => {
    const created = () => lines.filter((line) => line.includes('"status":201')).length;
    const before = created();
    const answer = await sendRaw(server.port, [head(5), '{"teamName":"omega"}'], false);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(created()).toBe(before);
  });

  it("and says too much leaves the server working", async () => {
    await sendRaw(server.port, [head(500), '{"teamName":"omega"}'], true);
    expect((await post("/teams", '{"teamName":"omega"}')).status).toBe(201);
    expect(lines.join("\n")).not.toContain('"status":500');
  });
});

it("a body that breaks off is 400 where it can still be said", async () => {
  const broken = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error("gone")),
  });
  const init = { method: "POST", headers: GOOD_TOKEN, body: broken, duplex: "half" } as RequestInit;
  const response = await app.request("/teams", init);
  expect([response.status, await response.json()]).toMatchObject([400, { code: "request.not_json" }]);
});

describe("deep nesting is never a 500", () => {
  const depth = 500_000;

  it("when it is not closed", async () => {
    expect(await post("/echo", "[".repeat(1_000_000))).toMatchObject({
      status: 400,
      body: { code: "request.not_json" },
    });
  });

  it("when it is closed and the schema does not look into it", async () => {
    const { status } = await post("/echo", "[".repeat(depth) + "]".repeat(depth));
    expect([200, 400]).toContain(status);
  });

  it("when it is closed and the schema follows it", async () => {
    const { status, body } = await post("/nest", "[".repeat(depth) + "]".repeat(depth));
    expect([status, body.detail]).toEqual([400, "The body is nested too deeply or too long to be checked."]);
  });

  it("when it stands in a field that is not known", async () => {
    const body = `{"x":${"[".repeat(400)}${"]".repeat(400)}}`;
    expect(await post("/teams", body)).toMatchObject({
      status: 400,
      body: { code: "request.unknown_field" },
    });
  });
});
