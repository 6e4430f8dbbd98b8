import type { bucketRoutes } from "../buckets/routes.ts";
import type { presignContract } from "../presign/contract.ts";
import type { teamRoutes } from "../teams/routes.ts";

/** All that the service serves, by operation id. */
export type Contract = typeof teamRoutes & typeof bucketRoutes & typeof presignContract;

type Table = { readonly [Name in keyof Contract]: Pick<Contract[Name], "method" | "path"> };

/** Where each operation is; the compiler compares it with the contracts, of which a client needs no more at run time. */
export const OPERATIONS = {
  listBuckets: { method: "GET", path: "/buckets" },
  createInstructions: { method: "POST", path: "/buckets/instructions" },
  validateBucket: { method: "POST", path: "/buckets/validate" },
  health: { method: "GET", path: "/healthz" },
  getInstanceStorage: { method: "GET", path: "/instance/storage" },
  setInstanceStorage: { method: "PUT", path: "/instance/storage" },
  openApi: { method: "GET", path: "/openapi.json" },
  presign: { method: "POST", path: "/presign" },
  beginUpload: { method: "POST", path: "/presign/multipart" },
  abortUpload: { method: "POST", path: "/presign/multipart/abort" },
  completeUpload: { method: "POST", path: "/presign/multipart/complete" },
  refreshParts: { method: "POST", path: "/presign/multipart/refresh" },
  listProviders: { method: "GET", path: "/providers" },
  listTeams: { method: "GET", path: "/teams" },
  createTeam: { method: "POST", path: "/teams" },
  deleteTeam: { method: "DELETE", path: "/teams/{team}" },
  getTeam: { method: "GET", path: "/teams/{team}" },
  patchTeam: { method: "PATCH", path: "/teams/{team}" },
  putTeam: { method: "PUT", path: "/teams/{team}" },
  rotateCredentials: { method: "PUT", path: "/teams/{team}/credentials" },
  setMembers: { method: "PUT", path: "/teams/{team}/members" },
} as const satisfies Table;
