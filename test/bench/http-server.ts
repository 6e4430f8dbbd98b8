import { Agent, request } from "undici";
import { type Figure, forInformation } from "./figure.ts";
import { presignBody } from "./gateway-event.ts";
import type { Worker } from "./start-worker.ts";

const CONNECTIONS = 8;
const LOAD_MS = 1_200;
const DIFFERENT_BODIES = 20;

/** What a server stands, with as many requests under way as there are connections. */
interface Load {
  perSecond: number;
  /** Milliseconds from the request to the end of its answer, ascending. */
  latencies: number[];
}

export const pathsOf = (count: number) => (count === 1 ? "1 path" : `${count.toLocaleString("en")} paths`);

/** Requests a second over Node's HTTP server, and how long each took; client and server share this machine. */
export async function benchServer(ours: Worker, theirs: Worker, count: number): Promise<Figure[]> {
  const name = `/presign over Node's HTTP server, ${CONNECTIONS} connections, ${pathsOf(count)}`;
  const our = await underLoad(ours, count);
  const their = await underLoad(theirs, count);
  return [
    forInformation(`${name}, against the SDK`, [our.perSecond / their.perSecond], "times"),
    forInformation(`  ${name}`, [our.perSecond], "requests/s"),
    forInformation(`  ${name}, p50`, [at(our, 0.5)], "ms"),
    forInformation(`  ${name}, p99`, [at(our, 0.99)], "ms"),
    forInformation(`  ${name}, with the SDK`, [their.perSecond], "requests/s"),
    forInformation(`  ${name}, with the SDK, p50`, [at(their, 0.5)], "ms"),
    forInformation(`  ${name}, with the SDK, p99`, [at(their, 0.99)], "ms"),
  ];
}

const at = ({ latencies }: Load, share: number) =>
  latencies[Math.floor(latencies.length * share)] ?? Number.NaN;

async function underLoad(worker: Worker, count: number): Promise<Load> {
  const { url, token } = await worker.listen();
  const bodies = Array.from({ length: DIFFERENT_BODIES }, () => presignBody(count));
  const dispatcher = new Agent({ connections: CONNECTIONS, pipelining: 1 });
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const latencies: number[] = [];
  let next = 0;

  const one = async () => {
    const body = bodies[next++ % DIFFERENT_BODIES] ?? "";
    const sentAt = performance.now();
    const answer = await request(url, { method: "POST", dispatcher, headers, body });
    const text = await answer.body.text();
    if (answer.statusCode !== 200)
      throw new Error(`/presign answered ${answer.statusCode}: ${text.slice(0, 500)}`);
    return performance.now() - sentAt;
  };

  await Promise.all(Array.from({ length: CONNECTIONS }, one));
  const startedAt = performance.now();
  const until = startedAt + LOAD_MS;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (performance.now() < until) latencies.push(await one());
    }),
  );
  const perSecond = (latencies.length / (performance.now() - startedAt)) * 1000;
  await dispatcher.close();
  return { perSecond, latencies: latencies.sort((a, b) => a - b) };
}
