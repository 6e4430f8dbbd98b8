import type { Signer } from "../../lib/storage/signer.ts";
import { atLeast, type Figure } from "./figure.ts";
import { type Race, type Runner, race } from "./race.ts";

/** Google's SDK signs no expiry in the past. */
export const DATE = new Date("2099-11-24T08:00:00Z");
export const now = () => DATE;
export const EXPIRES_IN_SECONDS = 3_600;

/** As long as W&B's. `join` leaves each one string in memory, as parsing a request does. */
export const KEYS: readonly string[] = Array.from({ length: 1_000 }, (_, index) =>
  ["acme/vision", `run-${index}`, "files/media/images", `sample_${index}.png`].join("/"),
);

export const keyAt = (index: number) => KEYS[index % KEYS.length] ?? "";

export const requestAt = (index: number) =>
  ({ method: "GET", key: keyAt(index), expiresInSeconds: EXPIRES_IN_SECONDS }) as const;

/** Throws unless the signer makes the very URLs that the oracle does. */
export async function agree(
  signer: Signer,
  oracle: (index: number) => string | undefined | Promise<string | undefined>,
): Promise<void> {
  for (let index = 0; index < 20; index++) {
    const { url } = await signer.sign(requestAt(index));
    if (url !== (await oracle(index))) throw new Error(`The oracle has another URL than ${url}`);
  }
}

/** A signer that signs on the spot. */
export function grants(name: string, signer: Signer): Runner {
  return onTheSpot(name, 20_000, (index) => {
    const grant = signer.sign(requestAt(index));
    if (grant instanceof Promise) throw new Error("The signer does not sign on the spot.");
    return grant.url;
  });
}

export function onTheSpot(name: string, times: number, make: (index: number) => string): Runner {
  let length = 0;
  return {
    name,
    times,
    run() {
      // What is made must be used, or the engine might leave out making it.
      for (let index = 0; index < times; index++) length += make(index).length;
      if (length === 0) throw new Error("Nothing was made.");
    },
  };
}

export function oneByOne(name: string, times: number, make: (index: number) => Promise<unknown>): Runner {
  return {
    name,
    times,
    async run() {
      for (let index = 0; index < times; index++) await make(index);
    },
  };
}

export function together(name: string, times: number, make: (index: number) => Promise<unknown>): Runner {
  return {
    name,
    times,
    async run() {
      await Promise.all(Array.from({ length: times }, (_, index) => make(index)));
    },
  };
}

/** Ours against a peer: the ratio, which has to be at least `limit`, and both speeds. */
export async function compare(name: string, limit: number, ours: Runner, peer: Runner): Promise<Figure[]> {
  const { ratios, perSecond }: Race = await race(ours, peer);
  return [atLeast(name, ratios, "times", limit), ...perSecond];
}
