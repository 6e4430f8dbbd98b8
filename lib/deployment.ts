import type { DeploymentType } from "./deployment-type.ts";
import type { Provider } from "./storage/bucket.ts";
import type { EndpointTemplate } from "./storage/room.ts";

/** What kind of deployment this is, and whom it serves. */
export interface Deployment {
  type: DeploymentType;
  /** The one organisation of a dedicated or self-managed deployment. */
  org?: string;
  /** In multi-tenant, whether a bucket without keys must be proved to be its organisation's; required when absent. */
  ownership?: "required" | "advised";
  /** Origins of the W&B front end, whose pages talk to the buckets. */
  frontendOrigins: readonly string[];
  /** The deployment's own ways to providers, instead of the providers' hosts. */
  endpoints?: Partial<Record<Provider, EndpointTemplate>>;
  /** The service's own region, which an AWS bucket without a region is taken to be in. */
  awsRegion?: string;
}
