/** Who must act on a problem: the program that called, an admin of the organisation, or the operator of this service. */
export type Actor = "caller" | "admin" | "operator";

interface ProblemRow {
  status: number;
  title: string;
  who: Actor;
}

/**
 * THE list of problem codes. A code never changes its meaning or its status once released;
 * clients branch on it, and the OpenAPI document lists it.
 */
export const PROBLEMS = {
  "request.not_json": {
    status: 400,
    title: "The body is not JSON",
    who: "caller",
  },
  "request.invalid": {
    status: 400,
    title: "The request has a wrong field",
    who: "caller",
  },
  "request.unknown_field": {
    status: 400,
    title: "The request has a field that is not known",
    who: "caller",
  },
  "request.too_large": {
    status: 413,
    title: "The body is too large",
    who: "caller",
  },
  "route.not_found": {
    status: 404,
    title: "There is no such route",
    who: "caller",
  },
  "method.not_allowed": {
    status: 405,
    title: "The route does not take this method",
    who: "caller",
  },
  "auth.token_missing": {
    status: 401,
    title: "No bearer token was sent",
    who: "caller",
  },
  "auth.token_invalid": {
    status: 401,
    title: "The bearer token is not valid",
    who: "caller",
  },
  "auth.forbidden": {
    status: 403,
    title: "The token does not allow this",
    who: "admin",
  },
  "auth.wrong_organisation": {
    status: 403,
    title: "This deployment serves another organisation",
    who: "caller",
  },
  "auth.keys_unavailable": {
    status: 503,
    title: "Tokens cannot be verified right now",
    who: "operator",
  },
  "team.not_found": {
    status: 404,
    title: "There is no such team",
    who: "caller",
  },
  "team.name_invalid": {
    status: 400,
    title: "The team name is not valid",
    who: "caller",
  },
  "team.already_exists": {
    status: 409,
    title: "The team exists with other storage",
    who: "admin",
  },
  "team.deleted": {
    status: 409,
    title: "The team was deleted and had other storage",
    who: "admin",
  },
  "storage.immutable": {
    status: 409,
    title: "A team's storage cannot be changed",
    who: "admin",
  },
  "instance.no_storage": {
    status: 409,
    title: "This deployment has no instance storage",
    who: "admin",
  },
  "instance.not_found": {
    status: 404,
    title: "No instance storage was chosen yet",
    who: "admin",
  },
  "instance.not_applicable": {
    status: 409,
    title: "A multi-tenant deployment has no instance storage to choose",
    who: "caller",
  },
  "bucket.not_usable": {
    status: 422,
    title: "The bucket cannot be used",
    who: "admin",
  },
  "presign.expires_in_invalid": {
    status: 400,
    title: "expiresIn is out of range",
    who: "caller",
  },
  "presign.too_many_objects": {
    status: 413,
    title: "Too many objects in one request",
    who: "caller",
  },
  "presign.answer_too_large": {
    status: 413,
    title: "The answer would be too large",
    who: "caller",
  },
  "key.invalid": {
    status: 400,
    title: "The key cannot be used",
    who: "caller",
  },
  "object.invalid": {
    status: 400,
    title: "A field beside the key cannot be used",
    who: "caller",
  },
  "binding.unsupported": {
    status: 400,
    title: "The store cannot bind what was asked",
    who: "caller",
  },
  "upload.id_invalid": {
    status: 400,
    title: "The uploadId was not given for this team and key",
    who: "caller",
  },
  "upload.parts_invalid": {
    status: 409,
    title: "The store cannot make an object of these parts",
    who: "caller",
  },
  "upload.not_found": {
    status: 404,
    title: "There is no such upload at the store",
    who: "caller",
  },
  "object.exists": {
    status: 409,
    title: "There is an object of this key already",
    who: "caller",
  },
  "store.refused": {
    status: 409,
    title: "The team's store refuses the request",
    who: "admin",
  },
  "store.unavailable": {
    status: 503,
    title: "The team's store cannot be asked right now",
    who: "admin",
  },
  "store.not_registered": {
    status: 503,
    title: "The team's store is not registered",
    who: "operator",
  },
  "credentials.unavailable": {
    status: 503,
    title: "The bucket's credentials cannot be had",
    who: "operator",
  },
  "service.busy": {
    status: 503,
    title: "Too many changes at once",
    who: "caller",
  },
  internal: {
    status: 500,
    title: "Something went wrong here",
    who: "operator",
  },
} as const satisfies Record<string, ProblemRow>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Codes of what can be wrong with one object of a presign request; the other objects are not touched by it. */
export const ITEM_PROBLEMS = {
  "key.invalid": "The key cannot be used",
  "object.invalid": "A field beside the key cannot be used",
  "binding.unsupported": "The store cannot bind what was asked into a signature",
} as const;

export type ItemProblemCode = keyof typeof ITEM_PROBLEMS;

interface AppErrorOptions {
  /** Members added to the problem document (public). */
  extra?: Record<string, unknown>;
  /** Seconds after which trying again makes sense. */
  retryAfterSeconds?: number;
  /** For the log only: may hold what an SDK said. */
  cause?: unknown;
}

/** A problem with a public voice (`detail`) and a private one (`cause`, for the log only). */
export class AppError extends Error {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly extra: Record<string, unknown>;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ProblemCode, detail: string, options: AppErrorOptions = {}) {
    super(`${code}: ${detail}`, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.detail = detail;
    this.extra = options.extra ?? {};
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
