/** A part of AWS with its own accounts and its own bucket names. */
export interface Partition {
  name: string;
  /** Absent where this service does not know how to reach S3. */
  dnsSuffix?: string;
}

const BY_PREFIX: [prefix: string, partition: Partition][] = [
  ["cn-", { name: "aws-cn", dnsSuffix: "amazonaws.com.cn" }],
  ["us-gov-", { name: "aws-us-gov", dnsSuffix: "amazonaws.com" }],
  ["eusc-", { name: "aws-eusc" }],
  ["us-iso-", { name: "aws-iso" }],
  ["us-isob-", { name: "aws-iso-b" }],
  ["eu-isoe-", { name: "aws-iso-e" }],
  ["us-isof-", { name: "aws-iso-f" }],
];

/**
 * The partition of a region; no region means the standard one.
 * https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
export function partitionOf(region: string | undefined): Partition {
  const row = BY_PREFIX.find(([prefix]) => region?.startsWith(prefix));
  return row?.[1] ?? { name: "aws", dnsSuffix: "amazonaws.com" };
}
