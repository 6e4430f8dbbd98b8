import { multipartRoutes } from "./multipart-routes.ts";
import { presignRoutes } from "./routes.ts";

/** All that the presign function serves. */
export const presignContract = { ...presignRoutes, ...multipartRoutes };
