import type { HttpCall } from "../outbound/http-call.ts";
import type { AccessKey } from "../storage/credentials.ts";
import { type AwsRefusal, refusalOf } from "./aws-refusal.ts";
import { AWS_ATTEMPTS, AWS_TIMEOUT_MS } from "./limits.ts";
import { signPost } from "./sign-post.ts";

interface AwsServiceOptions {
  /** As signatures and host names have it. */
  service: "dynamodb" | "sts";
  region: string;
  credentials: AccessKey;
  url: URL;
  call: HttpCall;
}

/** What is posted to the service. A call may be sent again, so it must be one that does no harm twice. */
interface AwsCall {
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** Sends a call and answers with the body of the service's success; rejects with a plain Error that quotes nothing of the call. */
export type AwsService = (call: AwsCall) => Promise<string>;

/** Doubled by each attempt; a random share of it is waited. */
const PAUSE_MS = 50;
/** An item of DynamoDB has 400 KB at most, and JSON's escapes. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * One service of AWS, called without its SDK: signed, bounded in time, and sent up to three times while the service is
 * throttled, broken or not reached. For the calls of presign's first request, for which loading SDKs takes longest. Unlike
 * the SDK it does not correct for a clock that is wrong.
 * https://docs.aws.amazon.com/general/latest/gr/api-retries.html
 */
export function awsService({ service, region, credentials, url, call }: AwsServiceOptions): AwsService {
  const send = async ({ headers, body }: AwsCall): Promise<string | AwsRefusal> => {
    const request = { service, region, url, headers, body };
    const signed = signPost(request, credentials, new Date());
    try {
      const { status, text } = await call({
        method: "POST",
        url,
        headers: signed,
        body,
        timeoutMs: AWS_TIMEOUT_MS,
        maxBytes: MAX_BYTES,
      });
      return status === 200 ? text : refusalOf(service, status, text);
    } catch (cause) {
      return { error: new Error(`${service} gave no whole answer`, { cause }), passing: true };
    }
  };

  return async (asked) => {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await send(asked);
      if (typeof outcome === "string") return outcome;
      if (!outcome.passing || attempt === AWS_ATTEMPTS) throw outcome.error;
      await pause(Math.random() * PAUSE_MS * 2 ** attempt);
    }
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
