import { connect as connectTcp, isIP } from "node:net";
import { connect as connectTls, DEFAULT_MIN_VERSION } from "node:tls";
import type { Reach } from "../../storage/room.ts";
import { tcpHindrance, tlsHindrance } from "./connecting-words.ts";
import type { PinnedAddress } from "./endpoint-guard.ts";
import { pinnedLookup } from "./pinned-lookup.ts";

/** How far a connection got. */
export type Reached = { ok: true } | Unreached;

interface Unreached {
  ok: false;
  /** What failed. */
  step: "TCP" | "TLS";
  /** False when it only took too long. */
  definite: boolean;
  message: string;
  fix: string;
  /** True when what is there speaks TLS, though the handshake failed. */
  speaksTls: boolean;
}

/**
 * Connects to the first of the admitted addresses that answers, does the TLS handshake where the store has TLS, and
 * hangs up; all within `timeoutMs`.
 */
export function reachEndpoint(
  reach: Reach,
  addresses: readonly PinnedAddress[],
  timeoutMs: number,
): Promise<Reached> {
  const where = `${reach.host}:${reach.port}`;
  const minVersion = reach.minTlsVersion ?? DEFAULT_MIN_VERSION;
  return new Promise((done) => {
    let connected = false;
    const tcp = connectTcp({
      host: reach.host,
      port: reach.port,
      lookup: pinnedLookup(reach.host, addresses),
      autoSelectFamily: true, // tries the addresses in turn
    });
    const socket = reach.tls
      ? connectTls({
          socket: tcp,
          host: reach.host, // what the certificate is held against; without it Node takes "localhost" for an IP address
          ...(isIP(reach.host) ? {} : { servername: reach.host }),
          minVersion,
        })
      : tcp;
    const end = (result: Reached) => {
      clearTimeout(timer);
      socket.destroy();
      tcp.destroy();
      done(result);
    };
    const timer = setTimeout(() => {
      const [step, what] = connected
        ? (["TLS", "finish the TLS handshake"] as const)
        : (["TCP", "accept a TCP connection"] as const);
      const message = `${where} did not ${what} within ${timeoutMs / 1000} s.`;
      end({ ok: false, step, definite: false, message, fix: TIMEOUT_FIX[step], speaksTls: false });
    }, timeoutMs);
    tcp.once("connect", () => {
      connected = true;
      if (!reach.tls) end({ ok: true });
    });
    if (reach.tls) socket.once("secureConnect", () => end({ ok: true }));
    const onError = (error: Error) => {
      const found = connected
        ? ({ step: "TLS", ...tlsHindrance(error, minVersion) } as const)
        : ({ step: "TCP", ...tcpHindrance(error), speaksTls: false } as const);
      const { what, ...rest } = found;
      end({ ok: false, definite: true, message: `${where} ${what}`, ...rest });
    };
    tcp.on("error", onError);
    socket.on("error", onError);
  });
}

const TIMEOUT_FIX = {
  TCP: "Check host and port, that the store runs, and that firewalls let this service through.",
  TLS: "Check the port, whether the store speaks https there, and that it is not overloaded.",
};
