import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { DeploymentType } from "../../../lib/deployment-type.ts";
import { DEPLOYMENTS, type SsrfBench, startSsrfBench } from "./ssrf-bench.ts";

let bench: SsrfBench;

beforeAll(async () => {
  bench = await startSsrfBench({
    registered: () => ["cw://", "s3://theirs?region=us-east-1", "gs://theirs", "az://acmestore/theirs"],
  });
});
afterAll(() => bench.close());
afterEach(() => expect(bench.connections()).toBe(0));

/** Where no provider's host may lead, registered or not. */
const NEVER: [what: string, addresses: string[]][] = [
  ["link-local", ["169.254.0.1"]],
  ["link-local in IPv6", ["fe80::1%lo"]],
  ["metadata", ["169.254.169.254"]],
  ["metadata in IPv6", ["fd00:ec2::254"]],
  ["mapped metadata", ["::ffff:169.254.169.254"]],
  ["unspecified", ["0.0.0.0"]],
  ["public, and metadata", ["52.216.0.1", "169.254.169.254"]],
];

/** Where it may lead only for a store that is registered: a VPC's private endpoint has such an address. */
const UNLESS_REGISTERED: [what: string, addresses: string[]][] = [
  ["loopback", ["127.0.0.1"]],
  ["loopback in IPv6", ["::1"]],
  ["mapped loopback", ["::ffff:127.0.0.1"]],
  ["private", ["10.0.0.1"]],
  ["unique local", ["fd12:3456::1"]],
  ["public, and loopback", ["52.216.0.1", "127.0.0.1"]],
];

const COREWEAVE: [host: string, address: string] = ["ours.cwobject.com", "cw://ours"];
const OPEN: [host: string, address: string][] = [
  COREWEAVE,
  ["ours.s3.us-east-1.amazonaws.com", "s3://ours?region=us-east-1"],
  ["s3.us-east-1.amazonaws.com", "s3://a:b@s3.us-east-1.amazonaws.com/ou.rs"],
  ["storage.googleapis.com", "gs://ours"],
];
const REGISTERED: [host: string, address: string][] = [
  ["theirs.s3.us-east-1.amazonaws.com", "s3://theirs?region=us-east-1"],
  ["storage.googleapis.com", "gs://theirs"],
  ["acmestore.blob.core.windows.net", "az://acmestore/theirs"],
];

const refuses = async (deployment: DeploymentType, host: string, address: string, addresses: string[]) => {
  bench.dns.names.set(host, [addresses]);
  expect(await bench.validate(deployment, { address })).toMatchObject({
    status: 200,
    valid: false,
    amiss: "endpoint-allowed failed",
    attempts: [],
    asked: [host],
  });
};

describe.each(DEPLOYMENTS)("in %s", (deployment) => {
  describe.each(deployment === "multi-tenant" ? OPEN : [COREWEAVE])(
    "%s is not connected to",
    (host, address) => {
      test.each([...NEVER, ...UNLESS_REGISTERED])("where its address is %s", async (_, addresses) => {
        await refuses(deployment, host, address, addresses);
      });
    },
  );
});

describe.each(["dedicated", "self-managed"] as const)("in %s, also when it is registered,", (deployment) => {
  describe.each(REGISTERED)("%s is not connected to", (host, address) => {
    test.each(NEVER)("where its address is %s", async (_, addresses) => {
      await refuses(deployment, host, address, addresses);
    });
  });
});
