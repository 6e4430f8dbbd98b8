import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { DEPLOYMENTS, type SsrfBench, startSsrfBench } from "./ssrf-bench.ts";

let bench: SsrfBench;

beforeAll(async () => {
  bench = await startSsrfBench();
});
afterAll(() => bench.close());
afterEach(() => expect(bench.connections()).toBe(0));

const silent = { status: 200, valid: false, attempts: [], asked: [] };
const malformed = { ...silent, amiss: "address-well-formed failed" };

/** Amazon and Google let buckets be named so; it stands in the path. */
const NAME_OF_A_BUCKET = "0x7f.1";

/** What would turn `https://<part>.host/…` or `https://host/<part>/…` into a URL of another host or path. */
const TRICKS = [
  "@127.0.0.1:{port}",
  "x@127.0.0.1:{port}",
  "127.0.0.1:{port}/",
  "127.0.0.1:{port}#",
  "127.0.0.1:{port}?",
  "127.0.0.1:{port}\\",
  "us-east-1.evil.test/#",
  "us-east-1.evil.test?",
  "us-east-1/../",
  "us-east-1/../../x",
  "../../127.0.0.1",
  "us-east-1@127.0.0.1",
  "us-east-1%2f..%2f",
  "us-east-1%23",
  "us-east-1\r\nhost: 127.0.0.1",
  "us-east-1\u0000",
  "us-east-1 ",
  "ｕs-east-1",
  "us-east-1。evil",
  "localhost.",
  "[::1]",
  "169.254.169.254",
  NAME_OF_A_BUCKET,
];
const filled = (trick: string) => trick.replace("{port}", String(bench.port));

describe.each(DEPLOYMENTS)("in %s", (deployment) => {
  test.each(TRICKS)("the region %j is none, of no provider", async (trick) => {
    const region = filled(trick);
    for (const provider of ["AWS", "COREWEAVE"])
      expect(await bench.validate(deployment, { provider, name: "acme-data", region })).toMatchObject(
        malformed,
      );
    for (const at of ["", "a:b@s3.us-east-1.amazonaws.com/", "a:b@127.0.0.1:9/"]) {
      const address = `s3://${at}acme-data?region=${encodeURIComponent(region)}`;
      expect(await bench.validate(deployment, { address })).toMatchObject(malformed);
      expect(await bench.validate(deployment, { address: `s3://${at}acme-data`, region })).toMatchObject(
        malformed,
      );
    }
  });

  test.each(TRICKS)("an account of the name %j is none", async (trick) => {
    const accountName = filled(trick);
    const bodies = [
      { provider: "AZURE", accountName, containerName: "acme-data" },
      { provider: "AZURE", name: `${accountName}/acme-data` },
      { address: `az://${accountName}/acme-data` },
      { address: `az://:a2V5@${accountName}/acme-data` },
    ];
    for (const body of bodies) expect(await bench.validate(deployment, body)).toMatchObject(malformed);
  });

  test.each(TRICKS.filter((trick) => trick !== NAME_OF_A_BUCKET))(
    "a bucket of the name %j is not looked for",
    async (trick) => {
      const name = filled(trick);
      for (const provider of ["AWS", "COREWEAVE", "GCP"]) {
        const answered = await bench.validate(deployment, { provider, name, region: "us-east-1" });
        expect(answered).toMatchObject({
          ...silent,
          amiss: expect.stringMatching(/^(address-well-formed|bucket-name-valid) failed$/),
        });
      }
    },
  );

  const UUID = "11111111-2222-3333-4444-555555555555";
  test.each([
    ...TRICKS,
    `${UUID}/../../x`,
    `${UUID}/`,
    `${UUID}@127.0.0.1`,
    `../${UUID}`,
    `${UUID}?x=`,
    `${UUID}#`,
    `{${UUID}}`,
    `urn:uuid:${UUID}`,
    `${UUID}\n`,
    "common",
    "organizations",
  ])("a managed identity of the id %j is none", async (trick) => {
    const odd = filled(trick);
    for (const ids of [
      { azureTenantId: odd, azureClientId: UUID },
      { azureTenantId: UUID, azureClientId: odd },
      { azureTenantID: odd, azureClientID: odd },
    ])
      expect(await bench.validate(deployment, { address: "az://acmestore/acme-data", ...ids })).toMatchObject(
        malformed,
      );
  });
});
