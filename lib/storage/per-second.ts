import { stampOf } from "./stamp.ts";

/**
 * Keeps what `make` made for the second and the length of life last signed for, since thousands of URLs share both.
 */
export function perSecond<Made>(
  make: (stamp: string, expiresInSeconds: number) => Made,
): (signedAt: Date, expiresInSeconds: number) => Made {
  let last: { time: number; life: number; made: Made } | undefined;
  return (signedAt, life) => {
    const time = signedAt.getTime();
    if (last?.time !== time || last.life !== life) last = { time, life, made: make(stampOf(signedAt), life) };
    return last.made;
  };
}
