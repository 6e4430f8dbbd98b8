import { type Figure, forInformation } from "./figure.ts";

const ROUNDS = 21;
const WARM_UP_ROUNDS = 4;

/** One way to do a thing. */
export interface Runner {
  name: string;
  /** How often a round does it: neither too short to time nor long to wait for. */
  times: number;
  /** One round. */
  run(): void | Promise<void>;
}

/** How two runners did against each other in one process. */
export interface Race {
  /** How many times as fast as the peer, a number for each round. */
  ratios: number[];
  perSecond: Figure[];
}

/** Lets two runners take turns, so that what else the machine does slows down both. */
export async function race(ours: Runner, peer: Runner): Promise<Race> {
  const ratios: number[] = [];
  const ourSpeeds: number[] = [];
  const peerSpeeds: number[] = [];
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    const peerSpeed = await speedOf(peer);
    const ourSpeed = await speedOf(ours);
    if (round < 0) continue;
    ratios.push(ourSpeed / peerSpeed);
    ourSpeeds.push(ourSpeed);
    peerSpeeds.push(peerSpeed);
  }
  const perSecond = [
    forInformation(`  ${ours.name}`, ourSpeeds, "per second"),
    forInformation(`  ${peer.name}`, peerSpeeds, "per second"),
  ];
  return { ratios, perSecond };
}

async function speedOf({ times, run }: Runner): Promise<number> {
  const startedAt = performance.now();
  await run();
  return (times / (performance.now() - startedAt)) * 1_000;
}
