import type { Bucket } from "../bucket.ts";
import { optional, required } from "../form.ts";
import { type Layout, pathStyle, virtualHosted } from "../s3/layout.ts";
import { parseUserinfo } from "../s3/read-userinfo.ts";
import { s3Room } from "../s3/room.ts";
import { pinnedTo } from "./documents/pinned-to.ts";
import { awsKmsKeyProblem } from "./kms-key.ts";
import { nameProblem, place, printAddress } from "./naming.ts";
import { partitionOf } from "./partition.ts";
import { awsBucket } from "./read-bucket.ts";
import { parseAwsHost } from "./read-host.ts";

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
  etagsCountParts: true,
  title: "Amazon S3",
  scopes: { "multi-tenant": ["team"], dedicated: ["instance", "team"], "self-managed": ["instance", "team"] },
  form: {
    fields: [required("name"), optional("path"), optional("region"), optional("kmsKeyId")],
    address: {
      format: "s3://<accessKey>:<secretKey>@s3.<region>.amazonaws.com/<bucket>[/<path>]",
      example: "s3://s3.us-east-1.amazonaws.com/acme-models/wandb",
    },
  },
  address: {
    scheme: "s3",
    hostSuffixes: ["amazonaws.com", "amazonaws.com.cn", "amazonaws.eu", "api.aws", "on.aws"],
    // EC2 machines and load balancers: customers run stores of their own behind these names.
    customersOwn: /\.(?:compute(?:-1)?|elb|elb\.[a-z]+(?:-[a-z]+)+-\d+)\.amazonaws\.com(?:\.cn)?$/,
    readHost: parseAwsHost,
    readUserinfo: parseUserinfo,
    readBucket: awsBucket,
  },
  nameProblem,
  kmsKeyProblem: awsKmsKeyProblem,
  place,
  printAddress,
  layout,
  guide: {
    granteeOf: (principal, org) => ({ principal: { AWS: principal }, condition: pinnedTo(org) }),
    partitionOf: ({ region }) => partitionOf(region).name,
  },
  minTlsVersion: "TLSv1.2",
});
