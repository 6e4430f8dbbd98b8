import { createHash } from "node:crypto";

export interface ClusterPlan {
  /** A folder for everything that the cluster writes. */
  directory: string;
  clusterId: string;
  monitorPort: number;
  gatewayPort: number;
}

/**
 * The smallest cluster that radosgw 16.2 runs on: one monitor, one object store in memory, loopback, no cephx.
 * Without cephx every messenger must be told `crc`: radosgw asks for `secure` by default, which needs keys.
 * `rgw s3 auth order` puts local keys first; in the default order the STS engine has the last word and turns
 * SignatureDoesNotMatch and InvalidAccessKeyId into AccessDenied (measured 2026-11-24).
 * Keys for encryption stand in the configuration itself: https://docs.ceph.com/en/pacific/radosgw/encryption/
 */
export function cephConfig({ directory, clusterId, monitorPort, gatewayPort }: ClusterPlan): string {
  return `[global]
fsid = ${clusterId}
mon host = ${monitorAddress(monitorPort)}
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
ms mon client mode = crc
ms mon service mode = crc
ms mon cluster mode = crc
ms client mode = crc
ms service mode = crc
ms cluster mode = crc
admin socket =
keyring = ${directory}/keyring
log file = ${directory}/$name.log
crash dir = ${directory}
run dir = ${directory}
mon data = ${directory}/mon
osd data = ${directory}/osd
rgw data = ${directory}/rgw
mon allow pool size one = true
mon data avail crit = 0
paxos propose interval = 0.05
osd objectstore = memstore
memstore device bytes = 1073741824
osd crush chooseleaf type = 0
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
mon max pg per osd = 1000
rgw frontends = beast endpoint=127.0.0.1:${gatewayPort}
rgw s3 auth use sts = true
rgw s3 auth order = local, sts
rgw sts key = 16-byte-test-key
rgw crypt require ssl = false
rgw crypt s3 kms backend = testing
rgw crypt s3 kms encryption keys = ${kmsKeys()}
`;
}

/** The names of the keys that radosgw encrypts with when an upload asks it to. */
export const KMS_KEYS = ["byob-key-1", "byob-key-2"] as const;

function kmsKeys(): string {
  return KMS_KEYS.map((name) => `${name}=${createHash("sha256").update(name).digest("base64")}`).join(" ");
}

export function monitorAddress(port: number): string {
  return `[v2:127.0.0.1:${port}/0]`;
}
