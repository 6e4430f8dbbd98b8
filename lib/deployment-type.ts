export const DEPLOYMENT_TYPES = ["multi-tenant", "dedicated", "self-managed"] as const;

export type DeploymentType = (typeof DEPLOYMENT_TYPES)[number];
