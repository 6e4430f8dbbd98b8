import { partitionOf } from "../storage/aws/partition.ts";

/** What the hosts of a partition's services end in. https://docs.aws.amazon.com/general/latest/gr/rande.html */
const SUFFIXES: Record<string, string> = {
  aws: "amazonaws.com",
  "aws-cn": "amazonaws.com.cn",
  "aws-us-gov": "amazonaws.com",
  "aws-eusc": "amazonaws.eu",
  "aws-iso": "c2s.ic.gov",
  "aws-iso-b": "sc2s.sgov.gov",
  "aws-iso-e": "cloud.adc-e.uk",
  "aws-iso-f": "csp.hci.ic.gov",
};

/**
 * The URL of DynamoDB or STS in a region, as the SDK has it. In GovCloud the common hosts are those of FIPS.
 * https://aws.amazon.com/compliance/fips/
 */
export function endpointOf(service: "dynamodb" | "sts", region: string, fips: boolean): URL {
  const { name } = partitionOf(region);
  const host = fips && name !== "aws-us-gov" ? `${service}-fips` : service;
  return new URL(`https://${host}.${region}.${SUFFIXES[name]}/`);
}
