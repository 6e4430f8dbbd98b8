import type { RegisteredStore, RegisteredStores } from "../../lib/buckets/registered-stores.ts";
import type { IntegrationIdentity } from "../../lib/credentials/integration-identity.ts";
import type { Deployment } from "../../lib/deployment.ts";
import type { IntegrationPrincipals } from "../../lib/integration-principals.ts";
import type { Logger } from "../../lib/observability/logger.ts";
import type { Metrics } from "../../lib/observability/metrics.ts";
import type { SealedTeams, TeamStore } from "../../lib/teams/team-store.ts";

/** What every function is made of; where each part comes from is the composition root's to say. */
export interface Parts<Store extends SealedTeams = TeamStore> {
  deployment: Deployment;
  store: Store;
  registered: RegisteredStores;
  /** W&B's own identity at each cloud. */
  identity: IntegrationIdentity;
  /** W&B's own bucket, which Internal means in multi-tenant, with its keys. */
  defaultStore?: RegisteredStore;
  /** Who W&B is to each cloud in this deployment. */
  principals: IntegrationPrincipals;
  /** Whether URLs name who asked for them. */
  attribution: boolean;
  logger: Logger;
  metrics: Metrics;
  now: () => Date;
}

/** The parts of a function that signs, and writes nothing. */
export type SigningParts = Parts<SealedTeams>;
