import { callsOf } from "./run-fix.ts";
import type { S3MatrixBench } from "./s3-bucket.ts";

/** Does to the bucket what the fix's commands, or its statement for a policy, would. */
export async function applyAws({ bench, settings }: S3MatrixBench, fix: string): Promise<undefined> {
  const [, statement] = /Add this statement to the policy of the key's user: (\{.*\})\.$/s.exec(fix) ?? [];
  if (statement !== undefined) {
    const { Effect, Action, Resource } = JSON.parse(statement);
    const about = [Resource].flat().every((arn) => arn.startsWith(`arn:aws:s3:::${bench.bucketName}`));
    if (Effect === "Allow" && about) for (const action of [Action].flat()) settings.denied.delete(action);
    return;
  }
  for (const { verb, options } of await callsOf(fix)) {
    const { "--bucket": bucket, "--endpoint-url": endpoint } = options;
    if (bucket?.[0] !== bench.bucketName || endpoint?.[0] !== bench.store.endpoint)
      throw new Error(`This is about another bucket: ${bucket} at ${endpoint}`);
    const first = (option: string) => options[option]?.[0] ?? "";
    switch (verb) {
      case "aws s3api put-bucket-cors":
        settings.cors = JSON.parse(first("--cors-configuration")).CORSRules.map(ruleOf);
        break;
      case "aws s3api put-bucket-versioning":
        settings.versioning = first("--versioning-configuration") === "Status=Enabled";
        break;
      case "aws s3api put-bucket-acl":
        settings.public = first("--acl") !== "private";
        break;
      default:
        throw new Error(`This does nothing to the bucket: ${verb}`);
    }
  }
}

function ruleOf(rule: Record<string, string[]>) {
  const { AllowedOrigins = [], AllowedMethods = [], AllowedHeaders = [], ExposeHeaders = [] } = rule;
  return {
    origins: AllowedOrigins,
    methods: AllowedMethods,
    headers: AllowedHeaders,
    exposed: ExposeHeaders,
  };
}
