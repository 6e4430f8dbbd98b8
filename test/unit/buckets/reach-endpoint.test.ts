import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createServer, type Server } from "node:net";
import {
  createServer as createTlsServer,
  getCACertificates,
  setDefaultCACertificates,
  type TlsOptions,
} from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { tcpHindrance } from "../../../lib/buckets/connecting/connecting-words.ts";
import { reachEndpoint } from "../../../lib/buckets/connecting/reach-endpoint.ts";
import { createStoreClient } from "../../../lib/buckets/connecting/store-client.ts";
import type { Reach } from "../../../lib/storage/room.ts";
import { authority, expired, future, ofAnotherName, trusted } from "../../support/certificates.ts";
import { selfSigned } from "../../support/self-signed.ts";

const TIMEOUT_MS = 1_000;
const LOOPBACK = [{ address: "127.0.0.1", family: 4 as const }];
const HOST = "store.acme.test";

let server: Server | undefined;

async function listen(next: Server): Promise<number> {
  server = next;
  next.on("tlsClientError", () => undefined).listen(0, "127.0.0.1");
  await once(next, "listening");
  const address = next.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
const tlsServer = (options: TlsOptions) =>
  createTlsServer(options, (socket) => socket.on("error", () => undefined));

async function reached(next: Server, reach: Partial<Reach> = {}) {
  const port = await listen(next);
  return reachEndpoint({ host: HOST, port, tls: true, ...reach }, LOOPBACK, TIMEOUT_MS);
}

const before = getCACertificates("default");
const trust = () => setDefaultCACertificates([...before, authority]);
beforeAll(trust);
afterAll(() => setDefaultCACertificates(before));
afterEach(() => {
  server?.close();
  server = undefined;
});

describe("a certificate", () => {
  test("that is vouched for, for this name, is taken", async () => {
    expect(await reached(tlsServer(trusted))).toEqual({ ok: true });
  });

  test.each([
    ["that has expired", expired, "showed a certificate that has expired.", "Renew"],
    ["that is not valid yet", future, "showed a certificate that is not valid yet.", "clocks"],
    [
      "for another name",
      ofAnotherName,
      "showed a certificate that is for another name.",
      "by a name that its",
    ],
    [
      "that is self-signed",
      selfSigned,
      "showed a self-signed certificate, which nobody vouches for.",
      "NODE_EXTRA_CA_CERTS",
    ],
  ])("%s is told as such", async (_, store, what, fix) => {
    const found = await reached(tlsServer(store));
    expect(found).toMatchObject({ ok: false, step: "TLS", definite: true, speaksTls: true });
    expect(found).toMatchObject({
      message: expect.stringContaining(what),
      fix: expect.stringContaining(fix),
    });
    expect(JSON.stringify(found)).not.toContain("other.acme.test");
  });

  test.each([
    ["alone", trusted.cert, "does not know, or left out the certificates in between."],
    ["with its chain", `${trusted.cert}\n${authority}`, "of an authority that this service does not know."],
  ])("of an unknown authority, sent %s, is told as such", async (_, cert, what) => {
    setDefaultCACertificates(before);
    const found = await reached(tlsServer({ ...trusted, cert }));
    trust();
    expect(found).toMatchObject({
      step: "TLS",
      speaksTls: true,
      message: expect.stringContaining(what),
      fix: expect.stringContaining("have the operator make the service trust yours (NODE_EXTRA_CA_CERTS)"),
    });
  });

  test("for a name is not one for the IP address that was given, not even one for localhost", async () => {
    expect(await reached(tlsServer(trusted), { host: "127.0.0.1" })).toMatchObject({
      step: "TLS",
      message: expect.stringContaining("is for another name"),
    });
    setDefaultCACertificates([...before, selfSigned.cert]);
    expect(await reached(tlsServer(selfSigned), { host: "127.0.0.1" })).toEqual({ ok: true });
    trust();
  });
});

describe("what speaks TLS, but", () => {
  test.each([
    [
      "no version that the provider's clients take",
      { maxVersion: "TLSv1.2" },
      "TLSv1.3",
      "TLS 1.3 is the least.",
    ],
    [
      "only versions that nobody takes any more",
      { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" },
      undefined,
      "TLS 1.2 is the least.",
    ],
  ] as const)("%s, is told so", async (_, options, minTlsVersion, what) => {
    const found = await reached(
      tlsServer({ ...trusted, ...options }),
      minTlsVersion ? { minTlsVersion } : {},
    );
    expect(found).toMatchObject({
      ok: false,
      step: "TLS",
      definite: true,
      speaksTls: true,
      message: expect.stringContaining(`speaks no version of TLS that is accepted: ${what}`),
      fix: expect.stringContaining(what.replace(" is the least.", "")),
    });
  });

  test.each<[string, TlsOptions]>([
    ["has no certificate", {}],
    ["shares no cipher", { ...trusted, maxVersion: "TLSv1.2", ciphers: "ECDHE-RSA-AES128-GCM-SHA256" }],
    [
      "wants one of the client",
      { ...trusted, requestCert: true, rejectUnauthorized: true, maxVersion: "TLSv1.2" },
    ],
  ])("%s, is told so", async (_, options) => {
    expect(await reached(tlsServer(options))).toMatchObject({
      step: "TLS",
      speaksTls: true,
      message: expect.stringContaining("refused the TLS handshake"),
      fix: expect.stringContaining("TLS settings"),
    });
  });
});

describe("what does not speak TLS is told so", () => {
  test.each([
    ["an HTTP server", () => createHttpServer(), "does not speak TLS on that port."],
    [
      "an SSH server",
      () => createServer((socket) => socket.end("SSH-2.0-x\r\n")),
      "does not speak TLS on that port.",
    ],
    [
      "what hangs up",
      () => createServer((socket) => socket.once("data", () => socket.end())),
      "broke off the TLS handshake.",
    ],
    [
      "what resets",
      () => createServer((socket) => socket.once("data", () => socket.resetAndDestroy())),
      "broke off the TLS handshake.",
    ],
  ])("%s", async (_, start, what) => {
    const found = await reached(start());
    expect(found).toMatchObject({ ok: false, step: "TLS", definite: true, speaksTls: false });
    expect(found).toMatchObject({
      message: expect.stringContaining(what),
      fix: expect.stringContaining("leave tls=true away"),
    });
  });
});

describe("a TCP connection that fails with", () => {
  const failing = (code: string) => Object.assign(new Error("raw words"), { code });

  test.each([
    ["ECONNREFUSED", "refused the TCP connection: nothing listens on that port.", "that the store runs"],
    ["ETIMEDOUT", "did not accept a TCP connection in time.", "firewalls"],
    ["EHOSTUNREACH", "could not be reached: there is no route to its address.", "a route to it"],
    ["ENETUNREACH", "could not be reached: there is no route to its address.", "IPv6"],
    ["ECONNRESET", "broke off the TCP connection.", "firewalls"],
    ["EWHATEVER", "could not be reached by TCP.", "Check host and port"],
  ])("%s is told in words", (code, what, fix) => {
    expect(tcpHindrance(failing(code))).toEqual({ what, fix: expect.stringContaining(fix) });
  });

  test("several codes, of several addresses, is told by the one that says most", () => {
    const error = new AggregateError([failing("ENETUNREACH"), failing("ECONNREFUSED")]);
    expect(tcpHindrance(error).what).toMatch(/^refused/);
  });
});

describe("plain http spoken to", () => {
  const spoken = async (next: Server) => {
    const port = await listen(next);
    const client = createStoreClient({ host: HOST, port, tls: false }, LOOPBACK, TIMEOUT_MS);
    const exchange = await client.send({ method: "GET", url: `http://${HOST}:${port}/x` });
    await client.close();
    return exchange;
  };
  const wanted = {
    answered: false,
    message: "The store speaks https on that port; write tls=true.",
    cause: "https-wanted",
  };

  test.each([
    ["a trusted certificate", trusted],
    ["an expired one", expired],
    ["one that nobody vouches for", selfSigned],
  ])("an https port with %s is told", async (_, store) => {
    expect(await spoken(tlsServer(store))).toEqual(wanted);
  });

  test("an https port that takes clients with a certificate alone is told", async () => {
    expect(await spoken(tlsServer({ ...trusted, requestCert: true }))).toEqual(wanted);
  });

  test("a store that breaks off is not said to speak https", async () => {
    const broken = createServer((socket) => socket.once("data", () => socket.resetAndDestroy()));
    expect(await spoken(broken)).toEqual({
      answered: false,
      message: "The store broke off the connection before it answered.",
    });
  });
});

test("https spoken by the client is held against the host's own name too", async () => {
  const port = await listen(tlsServer(trusted));
  const client = createStoreClient({ host: "127.0.0.1", port, tls: true }, LOOPBACK, TIMEOUT_MS);
  const exchange = await client.send({ method: "GET", url: `https://127.0.0.1:${port}/x` });
  await client.close();
  expect(exchange).toEqual({ answered: false, message: "The connection to the store failed." });
});
