interface NetLogEvent {
  type: number;
  source: { id: number };
  params?: { address?: string };
}

interface NetLog {
  constants: { logEventTypes: Record<string, number> };
  events: NetLogEvent[];
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[::1\]):\d+$/;

/**
 * The addresses beyond this machine's loopback that Chromium tried to connect to or sent a datagram to, by what
 * `--log-net-log` wrote. A datagram socket that sends nothing, by which it asks the system for a route, does not count.
 * https://www.chromium.org/developers/design-documents/network-stack/netlog/
 */
export function addressesBeyondLoopback(log: string): string[] {
  const { constants, events }: NetLog = JSON.parse(log);
  const { TCP_CONNECT_ATTEMPT, UDP_CONNECT, UDP_BYTES_SENT } = constants.logEventTypes;
  if (TCP_CONNECT_ATTEMPT === undefined || UDP_CONNECT === undefined || UDP_BYTES_SENT === undefined)
    throw new Error("Chromium's network log has other events than this suite knows.");
  const peers = new Map<number, string>();
  const spokenTo = new Set<string>();
  for (const { type, source, params } of events) {
    const { address } = params ?? {};
    if (type === UDP_CONNECT && address !== undefined) peers.set(source.id, address);
    if (type === TCP_CONNECT_ATTEMPT && address !== undefined) spokenTo.add(address);
    if (type === UDP_BYTES_SENT) spokenTo.add(address ?? peers.get(source.id) ?? "an unknown address");
  }
  return [...spokenTo].filter((address) => !LOOPBACK.test(address)).sort();
}
