import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DeploymentType } from "../../../lib/deployment-type.ts";
import { type SsrfBench, startSsrfBench } from "./ssrf-bench.ts";

/** Never connected to, though an operator has registered them. */
const HOSTS = [
  ...[
    "169.254.169.254",
    "169.254.169.254.",
    "169.254.170.2",
    "169.254.0.1",
    "[fe80::1]",
    "[fe80::a9fe:a9fe]",
  ],
  ...[
    "[fd00:ec2::254]",
    "[FD00:EC2::23]",
    "[fd20:ce::254]",
    "168.63.129.16",
    "100.100.100.200",
    "192.0.0.192",
  ],
  ...["0.0.0.0", "[::]", "255.255.255.255", "[64:ff9b::a9fe:a9fe]", "[2002:7f00:1::]", "[::ffff:0:7f00:1]"],
];

/** What the names of registered stores resolve to. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  "metadata.acme.test": ["169.254.169.254"],
  "metadata-v6.acme.test": ["fd00:ec2::254"],
  "metadata-zone.acme.test": ["fd00:ec2::254%1"],
  "metadata.google.internal": ["169.254.169.254"],
  "mapped.acme.test": ["::ffff:169.254.169.254"],
  "mapped-hex.acme.test": ["::ffff:a9fe:a9fe"],
  "compatible.acme.test": ["::7f00:1"],
  "link-local.acme.test": ["fe80::1%lo"],
  "unspecified.acme.test": ["0.0.0.0"],
  "unspecified-v6.acme.test": ["::"],
  "one-is-bad.acme.test": ["127.0.0.1", "169.254.169.254"],
  "one-is-bad-first.acme.test": ["169.254.169.254", "127.0.0.1"],
  "one-of-many.acme.test": ["127.0.0.1", "127.0.0.1", "127.0.0.1", "::ffff:169.254.169.254"],
};

/** Of them the first one is right, and every later one leads elsewhere. */
const REBOUND: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "rebound.acme.test": [["127.0.0.1"], ["127.0.0.2"]],
  "rebound-v6.acme.test": [["127.0.0.1"], ["::1"]],
  "rebound-metadata.acme.test": [["127.0.0.1"], ["169.254.169.254"]],
  "rebound-upper.acme.test": [["127.0.0.1"], ["127.0.0.2"], ["127.0.0.1"]],
};

const registered = (port: number) =>
  [...HOSTS, ...Object.keys(NAMES), ...Object.keys(REBOUND), "127.0.0.1"].map(
    (host) => `s3://a:b@${host}:${port}/acme-data?region=us-east-1`,
  );

let bench: SsrfBench;
const deployments: readonly DeploymentType[] = ["dedicated", "self-managed"];

beforeAll(async () => {
  bench = await startSsrfBench({ registered, deployments });
  for (const [name, addresses] of Object.entries(NAMES)) bench.dns.names.set(name, [addresses]);
  for (const [name, script] of Object.entries(REBOUND)) bench.dns.names.set(name, script);
});
afterAll(() => bench.close());

const bodies = (host: string) => [
  { address: `s3://${host}:${bench.port}/acme-data?region=us-east-1` },
  { address: `s3://c:d@${host}:${bench.port}/acme-data?region=us-east-1&tls=true` },
  { provider: "MINIO", name: "acme-data", region: "us-east-1", endpoint: `http://${host}:${bench.port}` },
];

describe.each(deployments)("a registered store in %s", (deployment) => {
  test("of this machine is connected to, so that the listeners and the watch would see others too", async () => {
    const before = bench.connections();
    const [body = {}] = bodies("127.0.0.1");
    const { attempts, amiss } = await bench.validate(deployment, body);
    expect(amiss).not.toMatch(/^(address|store|endpoint)/);
    expect(new Set(attempts)).toEqual(new Set([`127.0.0.1:${bench.port}`]));
    expect(bench.connections() - before).toBe(attempts.length);
  });

  test.each(HOSTS)("at %s is not connected to", async (host) => {
    const before = bench.connections();
    for (const body of bodies(host))
      expect(await bench.validate(deployment, body)).toMatchObject({
        status: 200,
        valid: false,
        amiss: "endpoint-allowed failed",
        message: expect.stringMatching(/link-local|metadata|special range/),
        attempts: [],
        asked: [],
      });
    expect(bench.connections()).toBe(before);
  });

  test.each(Object.keys(NAMES))("of the name %s is not connected to", async (name) => {
    const before = bench.connections();
    for (const body of bodies(name))
      expect(await bench.validate(deployment, body)).toMatchObject({
        status: 200,
        valid: false,
        amiss: "endpoint-allowed failed",
        attempts: [],
        asked: [name],
      });
    expect(bench.connections()).toBe(before);
  });

  test.each(Object.keys(REBOUND))(
    "of the name %s is looked up once, and connected to there",
    async (name) => {
      const [first, ...others] = bench.listeners;
      const before = others.map(({ connections }) => connections);
      const ofFirst = first?.connections ?? 0;
      for (const body of bodies(name)) {
        const { attempts, asked, amiss } = await bench.validate(deployment, body);
        expect(asked).toEqual([name]);
        expect(amiss).not.toMatch(/^(address|store|endpoint-allowed)/);
        expect(new Set(attempts)).toEqual(new Set([`127.0.0.1:${bench.port}`]));
      }
      expect(first?.connections).toBeGreaterThan(ofFirst);
      expect(others.map(({ connections }) => connections)).toEqual(before);
    },
  );
});
