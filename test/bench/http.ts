import { alternate } from "./alternate.ts";
import { benchCost } from "./cost.ts";
import { atLeast, type Figure, forInformation } from "./figure.ts";
import { presignBody } from "./gateway-event.ts";
import { benchServer, pathsOf } from "./http-server.ts";
import { startWorker, type Worker } from "./start-worker.ts";

const ROUNDS = 9;
const OUR_TURN_MS = 300;
const THEIR_TURN_MS = 300;
const WARM_UP_MS = 700;

/** By the paths of a request: how many times as fast as the SDK it has to be. */
const WANTED = new Map<number, number | undefined>([
  [1, undefined],
  [100, 28],
  [1_000, 30],
]);

/**
 * `POST /presign`, token, checks and answer included, with our signer and with AWS's SDK for a signer, each in a process
 * of its own: through the Lambda adapter, and over Node's HTTP server under load.
 */
export async function benchHttp(): Promise<Figure[]> {
  const ours = startWorker("us");
  const theirs = startWorker("the SDK");
  try {
    const figures: Figure[] = [];
    for (const [count, wanted] of WANTED) {
      await requireSameAnswer(ours, theirs, count);
      await Promise.all([ours.measure({ count }, WARM_UP_MS), theirs.measure({ count }, WARM_UP_MS)]);
      const turns = await alternate(
        ROUNDS,
        () => ours.measure({ count }, OUR_TURN_MS),
        () => theirs.measure({ count }, THEIR_TURN_MS),
      );
      const name = `/presign through the Lambda adapter, ${pathsOf(count)}`;
      const against = `${name}, against the SDK`;
      figures.push(
        wanted === undefined
          ? forInformation(against, turns.ratios, "times")
          : atLeast(against, turns.ratios, "times", wanted),
        forInformation(`  ${name}`, perSecond(turns.ours), "requests/s"),
        forInformation(`  ${name}, with the SDK`, perSecond(turns.theirs), "requests/s"),
      );
    }
    figures.push(...(await benchCost(ours)));
    for (const count of WANTED.keys()) figures.push(...(await benchServer(ours, theirs, count)));
    return figures;
  } finally {
    await Promise.all([ours.close(), theirs.close()]);
  }
}

const perSecond = (ms: readonly number[]) => ms.map((each) => 1000 / each);

/** At one moment, both give the same bytes for the same request. */
async function requireSameAnswer(ours: Worker, theirs: Worker, count: number): Promise<void> {
  const body = presignBody(count);
  const atMs = Date.now();
  const { text: our } = await ours.answer(body, atMs);
  const { text: their } = await theirs.answer(body, atMs);
  const { urls = [] } = JSON.parse(our) as { urls?: { url?: string }[] };
  const signed = urls.filter(({ url }) => url?.includes("X-Amz-Signature=")).length;
  if (signed !== count) throw new Error(`Of ${count} URLs, ${signed} were signed: ${our.slice(0, 500)}`);
  if (our !== their) throw new Error(`The SDK's answer to ${count} paths is another one.`);
}
