import { type Figure, forInformation, medianOf } from "./figure.ts";
import { presignBody } from "./gateway-event.ts";
import type { Batch } from "./presign-worker.ts";
import type { Worker } from "./start-worker.ts";

/** Dollars by AWS's public list for us-east-1, as of November 2026, without any free tier. */
const PRICES = {
  /** https://aws.amazon.com/lambda/pricing/ (arm64) */
  lambdaGibibyteSecond: 0.0000133334,
  lambdaRequest: 0.2e-6,
  /** https://aws.amazon.com/api-gateway/pricing/ (HTTP API), for each 512 KiB of a request or its answer */
  gatewayRequest: 1e-6,
  /** https://aws.amazon.com/ec2/pricing/on-demand/#Data_Transfer, to the internet */
  gibibyteOut: 0.09,
  /** https://aws.amazon.com/dynamodb/pricing/on-demand/, one strongly consistent read of up to 4 KB */
  read: 0.125e-6,
  /** https://aws.amazon.com/cloudwatch/pricing/ */
  gibibyteLogged: 0.5,
};

const GIBIBYTE = 1024 ** 3;
const GATEWAY_UNIT_BYTES = 512 * 1024;
/** One full vCPU. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const LAMBDA_MEBIBYTES = 1_769;
/** Lambda's own three lines about a request, and API Gateway's access log. */
const PLATFORM_LOG_BYTES = 700;

const ROUNDS = 7;
const TURN_MS = 150;

const BATCHES: { name: string; batch: Batch }[] = [
  { name: "1", batch: { count: 1 } },
  { name: "100", batch: { count: 100 } },
  { name: "1,000", batch: { count: 1_000 } },
  { name: "5,000 compact", batch: { count: 5_000, format: "compact" } },
];

/** What a million URLs cost by the size of the batches that they are asked for in, with what each request takes. */
export async function benchCost(worker: Worker): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { name, batch } of BATCHES) {
    await worker.measure(batch, 3 * TURN_MS);
    const ms: number[] = [];
    for (let round = 0; round < ROUNDS; round++) ms.push(await worker.measure(batch, TURN_MS));
    const { text, loggedBytes } = await worker.answer(presignBody(batch.count, batch), Date.now());
    const answerBytes = Buffer.byteLength(text);
    const million = dollarsOf({ ms: medianOf(ms), answerBytes, loggedBytes }) * (1e6 / batch.count);
    figures.push(
      forInformation(`a request for ${name}`, ms, "ms"),
      forInformation("  its answer", [answerBytes / 1024], "KiB"),
      forInformation("  its log lines, audit record and metrics", [loggedBytes], "bytes"),
      forInformation("  a million URLs so", [million * 100], "US cents"),
    );
  }
  return figures;
}

/** Of one request. A read of the table is counted for each, though a process keeps a team for 30 s. */
function dollarsOf({
  ms,
  answerBytes,
  loggedBytes,
}: {
  ms: number;
  answerBytes: number;
  loggedBytes: number;
}) {
  const billedSeconds = Math.ceil(ms) / 1000;
  const lambda =
    PRICES.lambdaRequest + billedSeconds * (LAMBDA_MEBIBYTES / 1024) * PRICES.lambdaGibibyteSecond;
  const gateway = Math.ceil(answerBytes / GATEWAY_UNIT_BYTES) * PRICES.gatewayRequest;
  const out = (answerBytes / GIBIBYTE) * PRICES.gibibyteOut;
  const logs = ((loggedBytes + PLATFORM_LOG_BYTES) / GIBIBYTE) * PRICES.gibibyteLogged;
  return lambda + gateway + out + PRICES.read + logs;
}
