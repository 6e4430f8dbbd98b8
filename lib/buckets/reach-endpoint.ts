import { connect as connectTcp, isIP } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Reach } from "../storage/room.ts";
import type { PinnedAddress } from "./endpoint-guard.ts";
import { pinnedLookup } from "./pinned-lookup.ts";

/** How far a connection got; the step names what failed. */
export type Reached = { ok: true } | { ok: false; step: "TCP" | "TLS"; definite: boolean; message: string };

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
          ...(isIP(reach.host) ? {} : { servername: reach.host }),
          ...(reach.minTlsVersion ? { minVersion: reach.minTlsVersion } : {}),
        })
      : tcp;
    const end = (result: Reached) => {
      clearTimeout(timer);
      socket.destroy();
      tcp.destroy();
      done(result);
    };
    const fail = (definite: boolean, message: string) =>
      end({ ok: false, step: connected ? "TLS" : "TCP", definite, message });
    const timer = setTimeout(() => {
      const what = connected ? "finish the TLS handshake" : "accept a TCP connection";
      fail(false, `${where} did not ${what} within ${timeoutMs / 1000} s.`);
    }, timeoutMs);
    tcp.once("connect", () => {
      connected = true;
      if (!reach.tls) end({ ok: true });
    });
    if (reach.tls) socket.once("secureConnect", () => end({ ok: true }));
    const onError = (error: NodeJS.ErrnoException) =>
      connected ? fail(true, `${where} ${tlsReason(error)}`) : fail(true, `${where} ${tcpReason(error)}`);
    tcp.on("error", onError);
    socket.on("error", onError);
  });
}

function tcpReason(error: NodeJS.ErrnoException): string {
  if (error.code === "ECONNREFUSED") return "refused the TCP connection: nothing listens on that port.";
  return "could not be reached by TCP.";
}

function tlsReason(error: NodeJS.ErrnoException): string {
  const code = error.code ?? "";
  if (code === "EPROTO" || code.startsWith("ERR_SSL_"))
    return "does not speak TLS on that port (or not a version that is accepted).";
  if (code.includes("CERT") || code === "UNABLE_TO_VERIFY_LEAF_SIGNATURE")
    return "showed a certificate that is not valid for it.";
  return "broke off the TLS handshake.";
}
