import { type LocalService, startLocalService } from "../support/local-service.ts";
import type { CorsRule } from "../support/store-cors.ts";
import { startPageServer } from "./page-server.ts";
import { type PageStore, startAzure, startCloudStorage, startS3Store } from "./page-store.ts";

export const PROVIDERS = ["MINIO", "GCP", "AZURE"] as const;
export type PageProvider = (typeof PROVIDERS)[number];
/** A team on the local S3 store as it is, with the CORS that nobody can set. */
export const PLAIN_S3 = "PLAIN_S3";

/** The running service, a front-end page that it knows, and teams: one on each store, and `PLAIN_S3`. */
export interface Stage {
  service: LocalService;
  /** Of the front end. */
  origin: string;
  stores: Record<PageProvider, PageStore>;
  /** All that a page needs, and nothing more; every store has it at first. */
  wholeRule: CorsRule;
  admin: string;
  member: string;
  close(): Promise<void>;
}

const PLAIN_BUCKET = "plain-data";

/** What a page sends with uploads. */
export const PAGE_HEADERS = ["content-type", "content-md5", "x-ms-blob-type"];

export async function startStage(files: Readonly<Record<string, Uint8Array>> = {}): Promise<Stage> {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of closers.splice(0).reverse()) await end();
  };
  const opened = async <T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const started = await starting;
    closers.push(started.close);
    return started;
  };
  try {
    const pages = await opened(startPageServer(files));
    const stores = {
      MINIO: await opened(startS3Store()),
      GCP: await opened(startCloudStorage()),
      AZURE: await opened(startAzure()),
    };
    const { origin } = pages;
    const wholeRule: CorsRule = {
      origins: [origin],
      methods: ["GET", "HEAD", "PUT"],
      headers: PAGE_HEADERS,
      exposed: ["ETag"],
    };
    const service = await opened(startServiceFor(stores, origin));
    const admin = await service.token({ sub: "admin1", roles: ["admin"] });
    for (const provider of PROVIDERS) {
      await stores[provider].allow(wholeRule);
      await createTeam(service, admin, provider, stores[provider].address);
    }
    await createTeam(service, admin, PLAIN_S3, service.address(PLAIN_BUCKET));
    const member = await service.token({ teams: [...PROVIDERS, PLAIN_S3] });
    return { service, origin, stores, wholeRule, admin, member, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function startServiceFor(stores: Stage["stores"], origin: string): Promise<LocalService> {
  const { GCP, AZURE, MINIO } = stores;
  return startLocalService({
    buckets: [PLAIN_BUCKET],
    registered: [MINIO.address, GCP.address, AZURE.address].join(),
    endpoints: {
      ...(GCP.endpoint !== undefined && { GCP: GCP.endpoint }),
      ...(AZURE.endpoint !== undefined && { AZURE: AZURE.endpoint }),
    },
    deployment: { frontendOrigins: [origin] },
  });
}

async function createTeam(
  service: LocalService,
  token: string,
  teamName: string,
  address: string,
): Promise<void> {
  const body = { teamName, storageType: "External", storageBucket: { address } };
  const { status, body: answer } = await service.call("POST", "/teams", { token, body });
  if (status !== 201) throw new Error(`The team on ${teamName} was refused: ${JSON.stringify(answer)}`);
}
