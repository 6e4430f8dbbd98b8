import { type AddressContext, type AddressFailure, refuse } from "../address/address-result.ts";
import { alwaysHttps, pathStyleWarning } from "../address/always-https.ts";
import type { Assembled, Reading } from "../address/reading.ts";
import type { Bucket } from "../bucket.ts";
import { partitionOf } from "./partition.ts";

const DOT_WARNING =
  "The bucket's name has a dot, so no certificate fits its own host: it is reached in path-style, which AWS keeps only for old buckets' sake.";

/** A bucket of AWS. The region is what was written, else the host's, the registered store's, the service's own. */
export function awsBucket(reading: Reading, context: AddressContext): Assembled | AddressFailure {
  const { name, path, options, spot } = reading;
  const wrong = alwaysHttps("Amazon S3", options);
  if (wrong) return wrong;
  const registered = context.registered?.find((store) => store.provider === "AWS" && store.name === name);
  const region = options.region ?? spot.region ?? registered?.region ?? context.awsRegion;
  if (region === undefined) {
    return refuse(
      "The region of the AWS bucket is missing.",
      "Add ?region=<region>, e.g. ?region=us-east-1.",
    );
  }
  if (!/^[a-z0-9-]{1,32}$/.test(region)) {
    return refuse("The region is not an AWS region, such as us-east-1.");
  }
  if (spot.region !== undefined && spot.region !== region) {
    return refuse(
      `The host is in the region ${spot.region}, but the region given is ${region}.`,
      "Write the bucket's own region in both, or in one of them.",
    );
  }
  const { dnsSuffix, name: partition } = partitionOf(region);
  if (context.awsPartition !== undefined && partition !== context.awsPartition) {
    return refuse(
      `The region ${region} is in another partition of AWS than the one that this deployment's endpoint leads to.`,
      "Give the bucket's own region.",
    );
  }
  if (dnsSuffix === undefined) {
    return refuse(`The AWS region ${region} is in a partition that this service does not reach.`);
  }
  if (spot.dnsSuffix !== undefined && spot.dnsSuffix !== dnsSuffix) {
    return refuse(
      `The host ends with ${spot.dnsSuffix}, but hosts of the region ${region} end with ${dnsSuffix}.`,
      `Write s3.${region}.${dnsSuffix}.`,
    );
  }
  const bucket: Bucket = { provider: "AWS", name, path, region };
  return { bucket, warnings: name.includes(".") ? [DOT_WARNING] : pathStyleWarning("Amazon S3", options) };
}
