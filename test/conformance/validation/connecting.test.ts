import { once } from "node:events";
import { createServer } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { selfSigned } from "../../support/self-signed.ts";
import { expectSound } from "../../support/sound-report.ts";
import { corsAsS3 } from "../../support/store-cors.ts";
import { refuseUnsignedHeaders } from "../../support/store-faults.ts";
import { type Bench, startBench } from "../../support/validation-bench.ts";

const HTTPS_ORIGIN = "https://app.acme.test";
const TIMEOUT_MS = 400;

let plain: Bench;
let secure: Bench;

beforeAll(async () => {
  [plain, secure] = await Promise.all([startBench(), startBench({ tls: true })]);
});
afterEach(async () => {
  for (const bench of [plain, secure]) {
    bench.store.reset();
    await bench.wipe();
  }
});
afterAll(() => Promise.all([plain.close(), secure.close()]));

/** A port that nothing listens on. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return address !== null && typeof address === "object" ? address.port : 0;
}

test("a port that nothing listens on", async () => {
  const port = await closedPort();
  const address = plain.address({ at: `127.0.0.1:${port}` });
  const { report, amiss, check } = await plain.validate({ address, registered: address });
  expectSound(report, plain);
  expect(amiss).toEqual(["endpoint-reachable: failed error"]);
  expect(check("endpoint-reachable")).toMatchObject({
    message: `TCP: 127.0.0.1:${port} refused the TCP connection: nothing listens on that port.`,
    fix: expect.stringContaining("Check host and port"),
  });
  expect(check("credentials-accepted").status).toBe("skipped");
});

test("a host that DNS does not know", async () => {
  const address = plain.address({ at: "no-such-host.invalid:9000" });
  const { report, amiss, check } = await plain.validate({ address, registered: address });
  expectSound(report, plain);
  expect(amiss).toEqual(["endpoint-allowed: inconclusive error"]);
  expect(check("endpoint-allowed")).toMatchObject({
    message: "DNS: the host name no-such-host.invalid could not be resolved.",
    fix: expect.stringContaining("Correct the host name"),
  });
  expect(check("endpoint-reachable").message).toBe("Not tried, because endpoint-allowed did not pass.");
});

test("https spoken to a plain port", async () => {
  const address = plain.address({ query: "&tls=true" });
  const { report, amiss, check } = await plain.validate({ address, registered: address });
  expectSound(report, plain);
  expect(amiss).toEqual(["endpoint-reachable: failed error"]);
  expect(check("endpoint-reachable")).toMatchObject({
    message: expect.stringMatching(/^TLS: 127\.0\.0\.1:\d+ does not speak TLS on that port/),
    fix: expect.stringContaining("if the store speaks plain http there, leave tls=true away"),
  });
  expect(plain.store.seen).toEqual([]);
});

test("http spoken to a TLS port", async () => {
  const address = secure.address({ query: "" });
  const { report, amiss, check } = await secure.validate({ address, registered: address });
  expectSound(report, secure);
  expect(amiss[0]).toMatch(/^credentials-accepted: (failed|inconclusive) error$/);
  expect(check("credentials-accepted").message).toBe("The store speaks https on that port; write tls=true.");
  expect(secure.store.seen).toEqual([]);
});

test("a certificate that nobody vouches for", async () => {
  const { report, amiss, check } = await secure.validate();
  expectSound(report, secure);
  expect(amiss).toEqual(["endpoint-reachable: failed error"]);
  expect(check("endpoint-reachable")).toMatchObject({
    message: expect.stringMatching(
      /^TLS: localhost:\d+ showed a self-signed certificate, which nobody vouches for\.$/,
    ),
    fix: expect.stringContaining("NODE_EXTRA_CA_CERTS"),
  });
  expect(secure.store.seen).toEqual([]);
});

test("a listener that accepts and then says nothing, spoken to by https", async () => {
  const sockets = new Set<{ destroy(): void }>();
  const silent = createServer((socket) => sockets.add(socket)).listen(0, "127.0.0.1");
  await once(silent, "listening");
  const bound = silent.address();
  const port = bound !== null && typeof bound === "object" ? bound.port : 0;
  const address = plain.address({ at: `127.0.0.1:${port}`, query: "&tls=true" });
  const { report, amiss, check } = await plain.validate({
    address,
    registered: address,
    callTimeoutMs: TIMEOUT_MS,
  });
  for (const socket of sockets) socket.destroy();
  silent.close();
  expectSound(report, plain);
  expect(amiss).toEqual(["endpoint-reachable: inconclusive error"]);
  expect(check("endpoint-reachable").message).toBe(
    `TLS: 127.0.0.1:${port} did not finish the TLS handshake within 0.4 s.`,
  );
});

describe("with a certificate that is vouched for", () => {
  const before = getCACertificates("default");
  beforeAll(() => setDefaultCACertificates([...before, selfSigned.cert]));
  afterAll(() => setDefaultCACertificates(before));

  test("pages loaded by https can use a store by https", async () => {
    const { report, amiss } = await secure.validate({
      faults: [
        refuseUnsignedHeaders,
        ...corsAsS3({
          origins: [HTTPS_ORIGIN],
          methods: ["GET", "HEAD", "PUT"],
          headers: ["*"],
          exposed: ["ETag"],
        }),
      ],
      deployment: { frontendOrigins: [HTTPS_ORIGIN] },
    });
    expectSound(report, secure);
    expect(amiss).toEqual([]);
    expect(await secure.left()).toEqual([]);
  });
});
