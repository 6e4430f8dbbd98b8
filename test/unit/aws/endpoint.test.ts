import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { endpointOf } from "../../../lib/aws/endpoint.ts";

const REGIONS = [
  ...["us-east-1", "eu-central-1", "ap-southeast-7", "us-gov-west-1", "us-gov-east-1", "cn-north-1"],
  ...["eusc-de-east-1", "us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "us-isof-south-1"],
];

test.each([false, true])("DynamoDB is where the SDK finds it in every partition (FIPS: %s)", (fips) => {
  const { config } = new DynamoDBClient({ region: "us-east-1" });
  for (const Region of REGIONS) {
    const found = config.endpointProvider({ Region, UseFIPS: fips, UseDualStack: false }, {});
    expect(endpointOf("dynamodb", Region, fips).href, Region).toBe(found.url.href);
  }
});

// https://docs.aws.amazon.com/general/latest/gr/sts.html
test.each([
  ["us-east-1", false, "https://sts.us-east-1.amazonaws.com/"],
  ["us-east-1", true, "https://sts-fips.us-east-1.amazonaws.com/"],
  ["us-gov-west-1", true, "https://sts.us-gov-west-1.amazonaws.com/"],
  ["cn-north-1", false, "https://sts.cn-north-1.amazonaws.com.cn/"],
])("STS in %s (FIPS: %s) is %s", (region, fips, url) => {
  expect(endpointOf("sts", region, fips).href).toBe(url);
});
