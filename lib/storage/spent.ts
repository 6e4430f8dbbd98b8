import type { Cause, StoreAnswer } from "./room.ts";
import type { ServiceGrant } from "./signer.ts";

/** What spending a grant came to. `no-answer` has its reason in `message`. */
export interface Spent {
  cause: Cause | "no-answer";
  /** Present when the store answered. */
  answer?: StoreAnswer;
  message?: string;
}

/** Sends a signed request to the bucket's store, over a connection that was admitted. */
export type Spend = (
  grant: ServiceGrant | Promise<ServiceGrant>,
  body?: Uint8Array,
  how?: SpendOptions,
) => Promise<Spent>;

export interface SpendOptions {
  /** Not sent again on the way when the connection breaks off, since each time makes another thing; only the caller may. */
  once?: boolean;
}
