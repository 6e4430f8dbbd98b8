import type { Socket } from "node:net";
import type { DeploymentType } from "../../../lib/deployment-type.ts";
import { type LocalService, startLocalService } from "../../support/local-service.ts";
import { type ScriptedDns, scriptDns } from "../../support/scripted-dns.ts";
import { startTcpListener, type TcpListener } from "../../support/tcp-listener.ts";
import { type ConnectionWatch, watchConnections } from "../../support/watch-connections.ts";

export const DEPLOYMENTS: readonly DeploymentType[] = ["multi-tenant", "dedicated", "self-managed"];

interface Answered {
  status: number;
  /** The code of a refused request; absent with a report. */
  code?: string;
  /** The first check that did not pass, and how; absent for a refused request. */
  amiss?: string;
  message?: string;
  valid?: boolean;
  /** The connections that the service tried, apart from those to its own table and issuer. */
  attempts: string[];
  /** The names that it looked up. */
  asked: string[];
}

export interface SsrfBench {
  /** On one port of 127.0.0.1, ::1 and 127.0.0.2, and on another one of 127.0.0.1. */
  listeners: readonly TcpListener[];
  /** The port of the first. */
  port: number;
  dns: ScriptedDns;
  /** `POST /buckets/validate`. */
  validate(deployment: DeploymentType, storageBucket: object): Promise<Answered>;
  connections(): number;
  close(): Promise<void>;
}

/**
 * The whole service in the three deployments, listeners that must not be connected to, and a watch over every connection
 * that is tried and every name that is looked up.
 */
export async function startSsrfBench({
  registered,
  deployments = DEPLOYMENTS,
  act = (socket) => socket.destroy(),
}: {
  /** What the operator has registered, with the port of the first listener. */
  registered?: (port: number) => readonly string[];
  deployments?: readonly DeploymentType[];
  /** What the first listener does once it was spoken to; hangs up when absent. */
  act?: (socket: Socket) => void;
} = {}): Promise<SsrfBench> {
  const watch: ConnectionWatch = watchConnections();
  const dns = scriptDns();
  const first = await startTcpListener("127.0.0.1", { act });
  const others = await Promise.all([
    startTcpListener("::1", { port: first.port }),
    startTcpListener("127.0.0.2", { port: first.port }),
    startTcpListener("127.0.0.1"),
  ]);
  const listeners = [first, ...others];
  const services = new Map<DeploymentType, { service: LocalService; token: string }>();
  for (const type of deployments) {
    const service = await startLocalService({
      buckets: ["unused"],
      deployment: { type },
      registered: registered?.(first.port).join(",") ?? "",
    });
    const token = await service.token({ sub: "admin1", roles: ["admin"] });
    services.set(type, { service, token });
  }
  const ask = (type: DeploymentType, body: object) => {
    const started = services.get(type);
    if (started === undefined) throw new Error(`${type} is not one of the bench's deployments`);
    return started.service.call("POST", "/buckets/validate", { token: started.token, body });
  };
  // The service's own table and issuer, and what clients the warm-up opens to them.
  for (const type of deployments) await ask(type, { address: "s3://warm-up.acme.test:1/x" });
  const own = new Set(watch.attempts);

  return {
    listeners,
    port: first.port,
    dns,
    async validate(type, storageBucket) {
      watch.attempts.length = 0;
      dns.asked.length = 0;
      const { status, body } = await ask(type, storageBucket);
      const attempts = watch.attempts.filter((attempt) => !own.has(attempt));
      const seen = { status, attempts, asked: [...dns.asked] };
      if (status !== 200) return { ...seen, code: body.code };
      const bad = body.checks.find(
        ({ status: is }: { status: string }) => is === "failed" || is === "inconclusive",
      );
      return { ...seen, valid: body.valid, amiss: `${bad?.name} ${bad?.status}`, message: bad?.message };
    },
    connections: () => listeners.reduce((sum, listener) => sum + listener.connections, 0),
    async close() {
      watch.stop();
      dns.stop();
      await Promise.all([...services.values()].map(({ service }) => service.close()));
      await Promise.all(listeners.map((listener) => listener.close()));
    },
  };
}
