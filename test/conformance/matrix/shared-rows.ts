import { once } from "node:events";
import { createServer } from "node:net";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import { holdRoot } from "../../support/hold-root.ts";
import { memoryTeamStore } from "../../support/memory-team-store.ts";
import type { Fault } from "../../support/scripted-store.ts";
import { hang, html } from "../../support/store-faults.ts";
import type { Asked, MatrixBench, Row } from "./describe-rows.ts";

/** What rows that are the same everywhere have to know of a provider. */
interface Local<Bench> {
  bucketOf(bench: Bench): Bucket;
  addressOf(bench: Bench, path: string): string;
  /** The store, or the provider, at another host and port. */
  askedAt(bench: Bench, hostAndPort: string): Asked;
  /** How the provider says that it cannot serve right now. */
  busy: Fault;
}

const UNTOLD = ["credentials-accepted: inconclusive error"];
const credentials = (message: string, fix: string) =>
  ({ check: "credentials-accepted", message, fix }) as const;
const pathFree = (message: string, fix: string) => ({ check: "path-free", message, fix }) as const;

const notAStore = credentials(
  "is not one that an object store gives",
  "See that the endpoint is the store's API, not a web page, console or proxy",
);

export function sharedRows<Bench extends MatrixBench>(local: Local<Bench>): Row<Bench>[] {
  const { bucketOf, addressOf, askedAt, busy } = local;
  return [
    {
      row: "unreachable host",
      form: "a port that nothing listens on",
      broken: async (bench) => askedAt(bench, `127.0.0.1:${await closedPort()}`),
      amiss: ["endpoint-reachable: failed error"],
      says: {
        check: "endpoint-reachable",
        message: "refused the TCP connection: nothing listens on that port",
        fix: "Check host and port, and that the store runs.",
      },
      silent: true,
      repaired: () => undefined,
    },
    {
      row: "unreachable host",
      form: "a name that DNS does not know",
      broken: (bench) => askedAt(bench, "no-such-host.invalid:9000"),
      amiss: ["endpoint-allowed: inconclusive error"],
      says: {
        check: "endpoint-allowed",
        message: "DNS: the host name no-such-host.invalid could not be resolved",
        fix: "Correct the host name",
      },
      silent: true,
      repaired: () => undefined,
    },
    {
      row: "hanging store",
      broken: () => ({ faults: [hang()], callTimeoutMs: 300 }),
      amiss: UNTOLD,
      says: credentials("The store did not answer within 0.3 s.", "is not overloaded"),
      repaired: () => undefined,
    },
    {
      row: "store that answers 503",
      broken: () => ({ faults: [busy] }),
      amiss: UNTOLD,
      says: credentials(
        "cannot serve listing the objects under the path right now",
        "when the store is well",
      ),
      repaired: () => undefined,
    },
    {
      row: "HTML instead of XML",
      form: "with status 200",
      broken: () => ({ faults: [html(200)] }),
      amiss: UNTOLD,
      says: notAStore,
      repaired: () => undefined,
    },
    {
      row: "HTML instead of XML",
      form: "with status 403",
      broken: () => ({ faults: [html(403)] }),
      amiss: UNTOLD,
      says: notAStore,
      repaired: () => undefined,
    },
    {
      row: "another organisation's claim",
      async broken(bench) {
        const teamStore = memoryTeamStore();
        await holdRoot(teamStore, { org: "rival-inc", name: "kappa", bucket: bucketOf(bench) });
        return { teamStore };
      },
      amiss: ["path-free: failed error"],
      says: pathFree(
        "This bucket already belongs to another organisation.",
        "Use a bucket of your own. If it is yours, contact support.",
      ),
      silent: true,
      repaired: () => ({ teamStore: memoryTeamStore() }), // support has set the claim right
    },
    {
      row: "nested root",
      async broken(bench) {
        const teamStore = memoryTeamStore();
        await holdRoot(teamStore, {
          org: "acme",
          name: "kappa",
          bucket: { ...bucketOf(bench), path: "runs" },
        });
        return { teamStore, address: addressOf(bench, "runs/omega") };
      },
      amiss: ["path-free: failed error"],
      says: pathFree(
        "Team kappa already has this path of the bucket, or one inside or around it.",
        "Choose a path beside that team's",
      ),
      silent: true,
      repaired: (bench, _fix, asked) => ({ ...asked, address: addressOf(bench, "runs-of-omega") }),
    },
  ];
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return address !== null && typeof address === "object" ? address.port : 0;
}
