import type { Context } from "hono";

/**
 * How bodies come and go in a runtime that has them whole, and as text where it can: a Request and a Response would make
 * streams of bytes of them, and text again.
 */
export interface WholeBodies {
  /** The request's body; undefined where it came in another way. */
  take(c: Context): string | Uint8Array | undefined;
  /** Takes the answer's body in the response's stead; false where it must go with the response. */
  give(c: Context, text: string): boolean;
}
