import type { Bucket } from "../bucket.ts";
import { type Layout, pathStyle, virtualHosted } from "../s3/layout.ts";
import { s3Room } from "../s3/room.ts";
import { nameProblem, place, printAddress } from "./naming.ts";
import { partitionOf } from "./partition.ts";

/**
 * Regional and virtual-hosted. AWS's certificate covers one label in front of the host,
 * so a bucket with a dot in its name falls back to path-style.
 * https://docs.aws.amazon.com/general/latest/gr/s3.html
 */
function layout({ name, region }: Bucket): Layout {
  if (region === undefined) throw new Error("A bucket on Amazon S3 has a region");
  const { dnsSuffix } = partitionOf(region);
  if (dnsSuffix === undefined) throw new Error("A bucket on Amazon S3 is in a partition that can be reached");
  const domain = `s3.${region}.${dnsSuffix}`;
  return name.includes(".")
    ? pathStyle(name, `https://${domain}`, region)
    : virtualHosted(name, domain, region);
}

/** Amazon S3. */
export const awsRoom = s3Room({
  title: "Amazon S3",
  nameProblem,
  place,
  printAddress,
  layout,
  minTlsVersion: "TLSv1.2",
});
