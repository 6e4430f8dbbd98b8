/** Why a service of AWS did not do what it was asked. */
export interface AwsRefusal {
  /** Says the service, the status and AWS's own code, and no more of the answer: the rest may hold what was asked. */
  error: Error;
  /** Whether the same call may succeed a moment later. */
  passing: boolean;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html#Programming.Errors.MessagesAndCodes */
const PASSING = new Set([
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestTimeout",
  "RequestTimeoutException",
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
]);

/** Reads an answer that is not a success; `text` is its body. */
export function refusalOf(service: string, status: number, text: string): AwsRefusal {
  const code = codeOf(text);
  return {
    error: new Error(`${service} answered ${status}${code === undefined ? "" : ` ${code}`}`),
    passing: status >= 500 || status === 429 || (code !== undefined && PASSING.has(code)),
  };
}

/** Of JSON's `"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException"`, or of XML's `<Code>Throttling</Code>`. */
function codeOf(text: string): string | undefined {
  const found = /"__type"\s*:\s*"(?:[\w.]+#)?(\w{1,80})"|<Code>(\w{1,80})<\/Code>/.exec(text);
  return found?.[1] ?? found?.[2];
}
