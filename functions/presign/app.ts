import type { Hono } from "hono";
import { AppError } from "../../lib/errors.ts";
import { type ApiDeps, createApi } from "../../lib/http/api.ts";
import type { Handlers } from "../../lib/http/route.ts";
import { requireAnswerFits } from "../../lib/presign/answer-size.ts";
import { type IssueDeps, issueGrants } from "../../lib/presign/issue-grants.ts";
import { presignRoutes } from "./routes.ts";

const MAX_OBJECTS = 1_000;

/** The presign function: pre-signed URLs for the members of a team. */
export function presignApp(deps: IssueDeps, api: ApiDeps): Hono {
  const handlers: Handlers<typeof presignRoutes> = {
    async presign({ principal, body, noteAudit }) {
      const { team, method, objects, expiresIn } = body;
      noteAudit({
        entity: team,
        method,
        objectCount: objects.length,
        ...(expiresIn === undefined ? {} : { expiresInSeconds: expiresIn }),
      });
      if (objects.length > MAX_OBJECTS)
        throw new AppError(
          "presign.too_many_objects",
          `One request signs at most ${MAX_OBJECTS} objects; this one has ${objects.length}.`,
          { extra: { allowed: MAX_OBJECTS } },
        );
      const issued = await issueGrants(deps, principal, body);
      requireAnswerFits(issued);
      return { status: 200, body: issued };
    },

    health: () => ({ status: 200, body: { status: "ok" } }),
  };

  return createApi({ routes: presignRoutes, handlers, deps: api });
}
