import { type AddressFailure, refuse } from "../address/address-result.ts";

export interface AwsHost {
  /** The DNS suffix, which belongs to a partition. */
  dnsSuffix: string;
  region?: string;
  /** The bucket of a virtual-hosted host. */
  bucketName?: string;
}

const HOST =
  /^(?:(?<bucketName>.+)\.)?s3(?:[.-](?:dualstack\.)?(?<region>[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}))?\.(?<dnsSuffix>amazonaws\.com(?:\.cn)?)$/;
const EXTERNAL_1 = /^(?:(?<bucketName>.+)\.)?s3-external-1\.amazonaws\.com$/;

/**
 * Reads a host of Amazon S3 (lower case): regional, dual-stack, legacy (`s3-<region>`) and global, path-style or
 * virtual-hosted. Other hosts of AWS (FIPS, accelerate, website, access points, VPC endpoints) are refused: grants
 * would go to the regional host all the same. https://docs.aws.amazon.com/general/latest/gr/s3.html
 */
export function parseAwsHost(host: string): AwsHost | AddressFailure {
  const groups = HOST.exec(host)?.groups;
  const legacy = EXTERNAL_1.exec(host)?.groups;
  const found = legacy ? { ...legacy, region: "us-east-1", dnsSuffix: "amazonaws.com" } : groups;
  const { bucketName, region, dnsSuffix } = found ?? {};
  if (dnsSuffix === undefined || /(?:^|[.-])fips(?:[.-]|$)/.test(region ?? "")) {
    return refuse(
      "The host belongs to AWS but is not a regional host of Amazon S3. Access points, FIPS, accelerate, website and VPC endpoints are not supported.",
      "Write s3.<region>.amazonaws.com/<bucket>.",
    );
  }
  return {
    dnsSuffix,
    ...(region === undefined ? {} : { region }),
    ...(bucketName === undefined ? {} : { bucketName }),
  };
}
