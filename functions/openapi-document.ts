import { openApiOf } from "../lib/http/openapi.ts";
import { bucketRoutes } from "./buckets/routes.ts";
import { presignContract } from "./presign/contract.ts";
import { teamRoutes } from "./teams/routes.ts";

/** The whole service's contract as OpenAPI 3.1, from the routes that the functions serve. */
export function openApiDocument(): object {
  return openApiOf({
    title: "W&B Bring Your Own Bucket",
    version: "1",
    routes: { ...teamRoutes, ...bucketRoutes, ...presignContract },
  });
}
