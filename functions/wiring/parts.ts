import type { RegisteredStores } from "../../lib/buckets/registered-stores.ts";
import type { Integration } from "../../lib/credentials/integration.ts";
import type { Deployment } from "../../lib/deployment.ts";
import type { IntegrationPrincipals } from "../../lib/integration-principals.ts";
import type { Logger } from "../../lib/observability/logger.ts";
import type { TeamStore } from "../../lib/teams/team-store.ts";

/** What every function is made of; where each part comes from is the composition root's to say. */
export interface Parts {
  deployment: Deployment;
  store: TeamStore;
  registered: RegisteredStores;
  /** Absent in a deployment without the integration role. */
  integration?: Integration;
  /** Who W&B is to each cloud in this deployment. */
  principals: IntegrationPrincipals;
  logger: Logger;
  now: () => Date;
}
