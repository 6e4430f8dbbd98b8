import { describe, expect, test } from "vitest";
import { admitHost, refusalOf } from "../../../lib/buckets/connecting/endpoint-guard.ts";

const PUBLIC = ["52.216.1.1", "8.8.8.8", "172.15.255.255", "172.32.0.1", "2600:1fa0:8000::1", "2a00:1450::1"];

/** Only for a store that the operator registered. */
const LOCAL: [string, string[]][] = [
  ["loopback", ["127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1", "::ffff:7f00:1"]],
  [
    "private",
    ["10.0.0.1", "172.16.0.1", "172.31.255.254", "192.168.1.1", "::ffff:10.1.2.3", "fc00::1", "fd12:3456::1"],
  ],
  ["carrier-grade NAT", ["100.64.0.1", "100.127.255.254", "::ffff:100.64.0.1"]],
];

const NEVER: [string, string[]][] = [
  [
    "link-local",
    [
      "169.254.0.1",
      "169.254.169.254",
      "169.254.170.2",
      "fe80::1",
      "fe80::1%eth0",
      "::ffff:169.254.169.254",
      "::ffff:a9fe:a9fe",
    ],
  ],
  [
    "metadata",
    [
      "fd00:ec2::254",
      "fd00:ec2::23",
      "fd00:ec2::254%eth0",
      "fd00:42::42",
      "fd00:c1::a9fe:a9fe",
      "fd20:ce::254",
      "168.63.129.16",
      "::ffff:168.63.129.16",
      "100.100.100.200",
      "192.0.0.192",
    ],
  ],
  ["unspecified", ["0.0.0.0", "0.1.2.3", "::", "::ffff:0.0.0.0"]],
  ["multicast and broadcast", ["224.0.0.1", "239.255.255.255", "ff02::1", "255.255.255.255"]],
  ["6to4", ["2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:808:808::1"]],
  ["NAT64", ["64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::808:808", "64:ff9b:1::a9fe:a9fe"]],
  ["IPv4-translated and Teredo", ["::ffff:0:7f00:1", "2001::1"]],
  ["IPv4-compatible", ["::7f00:1", "::a9fe:a9fe", "::a00:1"]],
  [
    "reserved, documentation and benchmark",
    ["240.0.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.1", "2001:db8::1", "100::1", "fec0::1", "4000::1"],
  ],
];

describe.each([true, false])("with a store that is registered: %s", (registered) => {
  test.each(PUBLIC)("%s may be connected to", (address) => {
    expect(refusalOf(address, registered)).toBeUndefined();
  });

  test.each(NEVER)("%s addresses are refused", (_, addresses) => {
    for (const address of addresses)
      expect(refusalOf(address, registered), address).toEqual(expect.any(String));
  });

  test.each(LOCAL)("%s addresses are refused unless it is", (_, addresses) => {
    for (const address of addresses)
      expect(refusalOf(address, registered), address).toBe(
        registered ? undefined : "a loopback or private address",
      );
  });
});

test("the sentence says what the address is", () => {
  expect(refusalOf("169.254.1.1", true)).toBe("a link-local address");
  expect(refusalOf("fd00:ec2::254", true)).toBe("a cloud's metadata address");
  expect(refusalOf("168.63.129.16", true)).toBe("a cloud's metadata address");
  expect(refusalOf("0.0.0.0", true)).toBe("an address of a special range");
});

test.each(["127.0.0.1", "::1", "localhost", "127.1", "2130706433", "0x7f.1", "017700000001"])(
  "%s, in any spelling of loopback, is refused unless it is registered",
  async (host) => {
    const refused = await admitHost(host, { registered: false, timeoutMs: 2_000 });
    expect(refused).toEqual({
      outcome: "refused",
      message: `The host ${host} is a loopback or private address, which is not connected to.`,
      fix: expect.stringContaining("only where the operator has registered them"),
      ifRegistered: true,
    });
    expect((await admitHost(host, { registered: true, timeoutMs: 2_000 })).outcome).toBe("admitted");
  },
);

test("a literal metadata address is refused though it is registered", async () => {
  const refused = await admitHost("169.254.169.254", { registered: true, timeoutMs: 2_000 });
  expect(refused).toMatchObject({
    outcome: "refused",
    fix: expect.stringContaining("registered or not"),
    ifRegistered: false,
  });
});

test("a name without an address is unresolved, which is not a refusal", async () => {
  expect(await admitHost("no-such-host.invalid", { registered: true, timeoutMs: 2_000 })).toEqual({
    outcome: "unresolved",
    message: "DNS: the host name no-such-host.invalid could not be resolved.",
    fix: expect.stringContaining("Correct the host name"),
  });
});
