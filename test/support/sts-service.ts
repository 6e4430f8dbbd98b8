import { type AwsService, awsService } from "../../lib/aws/aws-service.ts";
import { callByNode } from "../../lib/outbound/call-by-node.ts";
import { secret } from "../../lib/secret.ts";
import type { AccessKey } from "../../lib/storage/credentials.ts";

const SERVICE_KEY: AccessKey = { accessKeyId: "AKIASERVICE", secretAccessKey: secret("service-secret") };

/** STS at another endpoint than AWS's, called as the functions call it. */
export function stsService(endpoint: string, credentials = SERVICE_KEY): AwsService {
  return awsService({
    service: "sts",
    region: "us-east-1",
    credentials,
    url: new URL(endpoint),
    call: callByNode,
  });
}
