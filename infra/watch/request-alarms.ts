import type { HttpStage } from "aws-cdk-lib/aws-apigatewayv2";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { FunctionName } from "../function-names.ts";
import { API_TIMEOUT_SECONDS } from "../service-function.ts";
import { type AlarmPlan, AT_ONCE, FOR_A_WHILE } from "./alarm-plan.ts";
import { ofFunction, PERIOD, share, unanswered } from "./metrics.ts";

const UNANSWERED_FROM = 3;
const LATE_FROM_MS = 2_000;
/** Near enough to the end that requests are being cut off. */
const CUT_OFF_FROM_MS = 0.9 * API_TIMEOUT_SECONDS * 1_000;
const LOOK_AT_LOG = "read its log for lines of level error, and compare with the time of the last deployment";

/** What the API and the functions say of the requests. */
export function requestAlarms(
  functions: Record<FunctionName, LambdaFunction>,
  stage: HttpStage,
  namespace: string,
): AlarmPlan[] {
  const sum = { statistic: "Sum", period: PERIOD };
  const requests = stage.metricCount(sum);
  const longest = (name: FunctionName) =>
    functions[name].metricDuration({ statistic: "p99", period: PERIOD });
  return [
    {
      name: "UploadsAndDownloadsFail",
      metric: unanswered(functions.presign),
      from: UNANSWERED_FROM,
      periods: AT_ONCE,
      suffers: "Users get no URLs, so that the SDK, the CLI and the browser neither upload nor download.",
      first: `If the function presign is throttled, raise the account's concurrency; else ${LOOK_AT_LOG}.`,
    },
    {
      name: "TeamsCannotBeCreated",
      metric: unanswered(functions.teams),
      from: UNANSWERED_FROM,
      periods: AT_ONCE,
      suffers:
        "Admins cannot create teams, invite members or rotate credentials; uploads and downloads go on.",
      first: `If the function teams is throttled, raise the account's concurrency; else ${LOOK_AT_LOG}.`,
    },
    {
      name: "BucketsCannotBeValidated",
      metric: unanswered(functions.buckets),
      from: UNANSWERED_FROM,
      periods: AT_ONCE,
      suffers: "Admins get no report on a bucket and no instructions; uploads and downloads go on.",
      first: `If the function buckets is throttled, raise the account's concurrency; else ${LOOK_AT_LOG}.`,
    },
    {
      name: "TheServiceDoesNotAnswer",
      metric: share("5xx answers in %", stage.metricServerError(sum), requests, 20),
      from: 5,
      periods: AT_ONCE,
      suffers: "One answer in twenty or more is a 5xx, whatever users do.",
      first:
        "Find the failing routes by status in the access log, then the code of their problem in the function's log.",
    },
    {
      name: "MostRequestsAreRefused",
      metric: share("4xx answers in %", stage.metricClientError(sum), requests, 50),
      from: 50,
      periods: FOR_A_WHILE,
      suffers:
        "Half of all requests or more are refused, as after a change of the issuer, the audience or a client.",
      first:
        "Read the fields error and authorizer of the access log; with 401 compare the tokens' iss and aud with the context, with 429 raise requestsPerSecond.",
    },
    {
      name: "UrlsComeLate",
      metric: ofFunction(namespace, "Latency", "presign", "p99", "POST /presign"),
      from: LATE_FROM_MS,
      periods: FOR_A_WHILE,
      suffers: "One request for URLs in a hundred takes two seconds or more, and training waits for it.",
      first:
        "Compare the misses of the caches on the dashboard with the latency of DynamoDB, STS and KMS in this Region.",
    },
    {
      name: "UploadsInPartsAreCutOff",
      metric: longest("presign"),
      from: CUT_OFF_FROM_MS,
      periods: FOR_A_WHILE,
      suffers: "Requests for URLs or for the completion of large uploads run into the end of their time.",
      first:
        "See which routes are slow on the dashboard; a slow store is named by the code store.unavailable in presign's log.",
    },
    {
      name: "TeamCreationIsCutOff",
      metric: longest("teams"),
      from: CUT_OFF_FROM_MS,
      periods: FOR_A_WHILE,
      suffers: "Admins wait half a minute and then get no answer when they create a team.",
      first: "Look for one bucket or store that all slow requests have in common in the log of teams.",
    },
    {
      name: "ValidationIsCutOff",
      metric: longest("buckets"),
      from: CUT_OFF_FROM_MS,
      periods: FOR_A_WHILE,
      suffers: "Admins wait half a minute and then get no report on their bucket.",
      first: "Look for one bucket or store that all slow requests have in common in the log of buckets.",
    },
  ];
}
