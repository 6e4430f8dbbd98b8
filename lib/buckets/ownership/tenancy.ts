import { randomUUID } from "node:crypto";
import { once } from "../../once.ts";
import type { Bucket } from "../../storage/bucket.ts";
import type { Credentials } from "../../storage/credentials.ts";
import type { Room, SignerOptions } from "../../storage/room.ts";
import type { Spent } from "../../storage/spent.ts";
import { asListing, type requestSpender } from "../connecting/spend-requests.ts";
import { CHALLENGE_NAME } from "./ownership-challenge.ts";

/**
 * What the integration identity may ask of a bucket before it is known whose it is: whether the bucket lets it in for
 * this organisation alone, and what the challenge's object holds.
 */
export interface Tenancy {
  /** False where the identity's keys are the same for every organisation. */
  hasSessions: boolean;
  /** Lists under the root as an organisation that does not exist. */
  listAsDecoy(): Promise<Spent>;
  /** The same once more. */
  listAsDecoyAgain(): Promise<Spent>;
  /** The same for this organisation. */
  list(): Promise<Spent>;
  readChallenge(): Promise<Spent>;
}

/** An organisation that nobody is, and that no policy can name beforehand. */
const DECOY_ORG = `decoy-${randomUUID()}`;

const LIFE_SECONDS = 300;

export interface TenancyDeps {
  room: Room;
  bucket: Bucket;
  root: string;
  /** Keys that may do no more than list the root and read the challenge; undefined where there is no identity. */
  keysOf(org: string): Promise<Credentials | undefined>;
  org: string;
  spend: ReturnType<typeof requestSpender>;
  signing: SignerOptions;
}

/** Undefined without keys to ask with. Rejects with `credentials.unavailable` when they cannot be had just now. */
export async function openTenancy(deps: TenancyDeps): Promise<Tenancy | undefined> {
  const { room, bucket, root, org, spend, signing } = deps;
  const own = await deps.keysOf(org);
  if (own === undefined) return undefined;
  const listWith = async (keys: Credentials | undefined): Promise<Spent> => {
    if (keys === undefined)
      throw new Error("The identity has keys for one organisation and none for another");
    return asListing(
      room,
      await spend(await room.signer(bucket, keys, signing).signList(root, LIFE_SECONDS)),
    );
  };
  return {
    hasSessions: "sessionToken" in own,
    listAsDecoy: once(async () => listWith(await deps.keysOf(DECOY_ORG))),
    listAsDecoyAgain: once(async () => listWith(await deps.keysOf(DECOY_ORG))),
    list: once(() => listWith(own)),
    readChallenge: once(async () => {
      const signer = room.signer(bucket, own, signing);
      const key = root + CHALLENGE_NAME;
      return spend(await signer.sign({ method: "GET", key, expiresInSeconds: LIFE_SECONDS }));
    }),
  };
}
