import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { PROVIDERS } from "../../../lib/storage/bucket.ts";
import { MALFORMED, WELL_FORMED } from "./spellings.ts";
import { DEPLOYMENTS, type SsrfBench, startSsrfBench } from "./ssrf-bench.ts";

let bench: SsrfBench;

beforeAll(async () => {
  bench = await startSsrfBench();
});
afterAll(() => bench.close());
afterEach(() => expect(bench.connections()).toBe(0));

const silent = { status: 200, valid: false, attempts: [], asked: [] };
/** A host that can be read is refused by the deployment's own rules, before its name is even looked up. */
const REFUSED_BY = {
  "multi-tenant": "provider-supported failed",
  dedicated: "store-registered failed",
  "self-managed": "store-registered failed",
};

const asField = (host: string, provider = "MINIO") => ({
  provider,
  name: "acme-data",
  region: "us-east-1",
  endpoint: `http://${host}:${bench.port}`,
});
const asAddress = (host: string, at = `a:b@${host}:${bench.port}`) => ({
  address: `s3://${at}/acme-data?region=us-east-1`,
});

describe.each(DEPLOYMENTS)("an endpoint in %s", (deployment) => {
  test.each(WELL_FORMED)("%j is not connected to", async (host) => {
    for (const body of [asField(host), asField(host, "AWS"), asAddress(host)])
      expect(await bench.validate(deployment, body)).toMatchObject({
        ...silent,
        amiss: REFUSED_BY[deployment],
      });
  });

  test.each(MALFORMED)("%j is no host", async (host) => {
    for (const body of [asField(host), asAddress(host)])
      expect(await bench.validate(deployment, body)).toMatchObject({
        ...silent,
        amiss: "address-well-formed failed",
      });
  });

  test.each(PROVIDERS)(
    "beside the provider %s, a host that is not its own is not connected to",
    async (provider) => {
      for (const host of ["127.0.0.1", "[::1]", "169.254.169.254"])
        expect(await bench.validate(deployment, asField(host, provider))).toMatchObject(silent);
    },
  );

  test.each([
    "http://s3.us-east-1.amazonaws.com@127.0.0.1:{port}",
    "http://a:b@127.0.0.1:{port}",
    "http://127.0.0.1:{port}\\.amazonaws.com",
    "http://127.0.0.1:{port}#.amazonaws.com",
    "http://127.0.0.1:{port}?.amazonaws.com",
    "http:/\\127.0.0.1:{port}",
    "http:127.0.0.1:{port}",
    "http:///127.0.0.1:{port}",
    "//127.0.0.1:{port}",
    "https://https://127.0.0.1:{port}",
    "gopher://127.0.0.1:{port}",
    "file:///etc/passwd",
    "unix:/var/run/docker.sock",
    "http://unix:/var/run/docker.sock:/x",
    "http://127.0.0.1:0{port}",
    "http://127.0.0.1:+{port}",
    "http://127.0.0.1:{port}:443",
    "http://127.0.0.1:６５５",
    "http://127.0.0.1:{port}/../x",
    "http://127.0.0.1:{port}/%2e%2e/x",
  ])("the endpoint %j is none", async (text) => {
    const endpoint = text.replace("{port}", String(bench.port));
    const body = { provider: "MINIO", name: "acme-data", region: "us-east-1", endpoint };
    expect(await bench.validate(deployment, body)).toMatchObject({
      ...silent,
      amiss: "address-well-formed failed",
    });
  });

  test.each([
    "a:b@good.example@127.0.0.1:{port}",
    "a:b@s3.us-east-1.amazonaws.com@127.0.0.1:{port}",
    "a:b@s3.us-east-1.amazonaws.com:443@127.0.0.1:{port}",
    "a:b%40good.example@127.0.0.1:{port}",
    "127.0.0.1:{port}",
    "@127.0.0.1:{port}",
    "a:b@good.example\\@127.0.0.1:{port}",
    "a:b@127.0.0.1:{port}\\@good.example",
  ])("the userinfo of s3://%s/… ends at its last @", async (text) => {
    const body = asAddress("", text.replace("{port}", String(bench.port)));
    expect(await bench.validate(deployment, body)).toMatchObject({
      ...silent,
      amiss: REFUSED_BY[deployment],
    });
  });

  test.each([
    "a:b@127.0.0.1:{port}@",
    "a:b@127.0.0.1:{port}%40good.example",
    "a:b@good.example%40127.0.0.1:{port}",
    "a:b@127.0.0.1:{port}\\.s3.us-east-1.amazonaws.com",
    "a:b@good.example#@127.0.0.1:{port}",
    "a:b@good.example?@127.0.0.1:{port}",
    "a:b@good.example/@127.0.0.1:{port}",
    "a:b@127.0.0.1:{port}#.s3.us-east-1.amazonaws.com",
    "a:b@127.0.0.1:{port}?.s3.us-east-1.amazonaws.com",
    "a:b@127.0.0.1:{port}:443",
    "a:b@127.0.0.1:{port} .amazonaws.com",
    "a:b@[127.0.0.1]:{port}",
    "a:b@[::1]x:{port}",
    "a:b%40127.0.0.1:{port}",
  ])("s3://%s/… is no address", async (text) => {
    const body = asAddress("", text.replace("{port}", String(bench.port)));
    expect(await bench.validate(deployment, body)).toMatchObject({
      ...silent,
      amiss: "address-well-formed failed",
    });
  });
});
