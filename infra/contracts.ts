import { bucketRoutes } from "../functions/buckets/routes.ts";
import { presignContract } from "../functions/presign/contract.ts";
import { teamRoutes } from "../functions/teams/routes.ts";
import type { Routes } from "../lib/http/route.ts";
import type { FunctionName } from "./function-names.ts";

/** The routes that each function serves: the API has exactly these. */
export const CONTRACTS: Readonly<Record<FunctionName, Routes>> = {
  teams: teamRoutes,
  buckets: bucketRoutes,
  presign: presignContract,
};
