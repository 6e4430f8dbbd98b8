import type { Hono } from "hono";
import { AppError } from "../../lib/errors.ts";
import { type ApiDeps, createApi } from "../../lib/http/api.ts";
import type { Handlers } from "../../lib/http/route.ts";
import { requireAnswerFits } from "../../lib/presign/answer-size.ts";
import { compactGrants } from "../../lib/presign/compact-grants.ts";
import { DEFAULT_SECONDS } from "../../lib/presign/expiry.ts";
import { type IssueDeps, issueGrants } from "../../lib/presign/issue-grants.ts";
import { abortUpload } from "../../lib/presign/multipart/abort-upload.ts";
import { beginUpload } from "../../lib/presign/multipart/begin-upload.ts";
import { completeUpload } from "../../lib/presign/multipart/complete-upload.ts";
import type { MultipartDeps } from "../../lib/presign/multipart/open-upload.ts";
import { refreshParts } from "../../lib/presign/multipart/refresh-parts.ts";
import type { GrantMethod } from "../../lib/storage/signer.ts";
import { presignContract } from "./contract.ts";

export interface PresignDeps extends IssueDeps, MultipartDeps {}

/** Objects in one request, by the format of the answer. */
const MAX_OBJECTS = { full: 1_000, compact: 5_000 };
/** Seconds after which a completion that takes long is worth asking for again. */
const COMPLETING_RETRY_SECONDS = 5;

/** The presign function: pre-signed URLs for the members of a team, one request each or for an upload in parts. */
export function presignApp(deps: PresignDeps, api: ApiDeps): Hono {
  const handlers: Handlers<typeof presignContract> = {
    async presign({ principal, body, noteAudit }) {
      const { team, method, objects, format = "full" } = body;
      noteAudit({
        entity: team,
        method,
        objectCount: objects.length,
        ...lifeOf(method, body.expiresIn),
      });
      requireCount(objects.length, format);
      const issued = await issueGrants(deps, principal, body);
      if (format === "full") {
        requireAnswerFits(issued.urls);
        return { status: 200, body: issued };
      }
      const compact = compactGrants(issued, method, deps.now());
      requireAnswerFits(compact.items);
      return { status: 200, body: compact };
    },

    async beginUpload({ principal, body, noteAudit }) {
      const objectCount = body.parts?.length ?? body.partCount ?? 0;
      noteAudit({ entity: body.team, method: "PUT", objectCount, ...lifeOf("PUT", body.expiresIn) });
      return { status: 200, body: await beginUpload(deps, principal, body) };
    },

    async refreshParts({ principal, body, noteAudit }) {
      noteAudit({
        entity: body.team,
        method: "PUT",
        objectCount: body.parts.length,
        ...lifeOf("PUT", body.expiresIn),
      });
      return { status: 200, body: await refreshParts(deps, principal, body) };
    },

    async completeUpload({ principal, body, noteAudit }) {
      noteAudit({ entity: body.team, objectCount: body.parts.length });
      const { state, ...etag } = await completeUpload(deps, principal, body);
      if (state === "completed") return { status: 200, body: { key: body.key, ...etag } };
      return {
        status: 202,
        headers: { "retry-after": String(COMPLETING_RETRY_SECONDS) },
        body: {
          code: "upload.completing",
          detail: "The store has not said yet that it is done. Send the same request again.",
        },
      };
    },

    async abortUpload({ principal, body, noteAudit }) {
      noteAudit({ entity: body.team });
      await abortUpload(deps, principal, body);
      return { status: 204 };
    },

    health: () => ({ status: 200, body: { status: "ok" } }),
  };

  return createApi({ routes: presignContract, handlers, deps: api });
}

/** What was asked for, or stands for it. */
function lifeOf(method: GrantMethod, expiresIn: number | undefined): { expiresInSeconds: number } {
  return { expiresInSeconds: expiresIn ?? DEFAULT_SECONDS[method] };
}

function requireCount(count: number, format: keyof typeof MAX_OBJECTS): void {
  const allowed = MAX_OBJECTS[format];
  if (count <= allowed) return;
  const hint = format === "compact" ? "" : ` The compact format takes ${MAX_OBJECTS.compact}.`;
  throw new AppError(
    "presign.too_many_objects",
    `One request signs at most ${allowed} objects in this format; this one has ${count}.${hint}`,
    { extra: { allowed } },
  );
}
