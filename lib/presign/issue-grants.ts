import type { ItemProblemCode } from "../errors.ts";
import type { Principal } from "../principal.ts";
import type { Room } from "../storage/room.ts";
import type { Bound, Grant, GrantMethod, Signer } from "../storage/signer.ts";
import { bindingProblem } from "./binding-problem.ts";
import { boundProblem } from "./bound-headers.ts";
import { lifeSeconds, refreshTime } from "./expiry.ts";
import { keyProblem } from "./object-key.ts";
import { type PermissionDeps, permittedBinding } from "./permitted-binding.ts";
import { overrideProblem } from "./response-overrides.ts";

export interface ObjectRequest extends Bound {
  key: string;
  responseContentType?: string;
  responseContentDisposition?: string;
}

export interface GrantRequest {
  team: string;
  method: GrantMethod;
  objects: ObjectRequest[];
  /** Seconds. */
  expiresIn?: number;
}

export interface IssuedGrant {
  key: string;
  method: GrantMethod;
  url: string;
  headers: Record<string, string>;
  /** ISO 8601. */
  expiresAt: string;
  refreshAfter: string;
}

export interface RefusedObject {
  key: string;
  error: { code: ItemProblemCode; detail: string };
}

export interface IssuedGrants {
  /** The team's name as it was created. */
  team: string;
  urls: Entry[];
}

export interface IssueDeps extends PermissionDeps {
  now: () => Date;
  /** Whether URLs name who asked for them. */
  attribution: boolean;
}

/**
 * Signs one URL per object, in the order asked; a bad object gets its own error and spoils no other.
 * Throws `team.not_found`, `auth.forbidden`, `presign.expires_in_invalid`.
 */
export async function issueGrants(
  deps: IssueDeps,
  principal: Principal,
  request: GrantRequest,
): Promise<IssuedGrants> {
  const found = await permittedBinding(deps, principal, request.team, request.method);
  const expiresInSeconds = lifeSeconds(request.method, request.expiresIn);

  const signer = await found.signer();
  const signing: Signing = {
    signer,
    room: found.room,
    root: found.team.binding.root,
    method: request.method,
    expiresInSeconds,
    timesOf: grantTimes(deps.now()),
    user: deps.attribution ? principal.sub : undefined,
  };
  const urls = request.objects.map((object) => grantFor(signing, object));
  return { team: found.team.name, urls: urls.some(isPromise) ? await Promise.all(urls) : (urls as Entry[]) };
}

interface Signing {
  signer: Signer;
  room: Room;
  root: string;
  method: GrantMethod;
  expiresInSeconds: number;
  timesOf: (expiresAt: Date) => GrantTimes;
  user: string | undefined;
}

type GrantTimes = Pick<IssuedGrant, "expiresAt" | "refreshAfter">;

type Entry = IssuedGrant | RefusedObject;

function isPromise(entry: Entry | Promise<Entry>): boolean {
  return entry instanceof Promise;
}

function grantFor(signing: Signing, object: ObjectRequest): Entry | Promise<Entry> {
  const { signer, room, root, method, expiresInSeconds, user } = signing;
  const { key, responseContentType, responseContentDisposition, ...bound } = object;
  const badKey = keyProblem(key, root);
  if (badKey !== undefined) return { key, error: { code: "key.invalid", detail: badKey } };
  const badField = boundProblem(bound) ?? overrideProblem(method, object);
  if (badField !== undefined) return { key, error: { code: "object.invalid", detail: badField } };
  const unsupported = bindingProblem(room, method, bound);
  if (unsupported !== undefined) return { key, error: { code: "binding.unsupported", detail: unsupported } };
  const grant = signer.sign({
    method,
    key: root + key,
    expiresInSeconds,
    bound,
    ...(user === undefined ? {} : { user }),
    ...(responseContentType === undefined ? {} : { responseContentType }),
    ...(responseContentDisposition === undefined ? {} : { responseContentDisposition }),
  });
  return grant instanceof Promise
    ? grant.then((signed) => issued(key, signed, signing))
    : issued(key, grant, signing);
}

function issued(
  key: string,
  { method, url, headers, expiresAt: end }: Grant,
  { timesOf }: Signing,
): IssuedGrant {
  const { expiresAt, refreshAfter } = timesOf(end);
  return { key, method, url, headers, expiresAt, refreshAfter };
}

/** Writes out when grants end; those of one batch mostly end together, and writing a date costs as much as a hash. */
function grantTimes(now: Date): (expiresAt: Date) => GrantTimes {
  let last: { endMs: number; times: GrantTimes } | undefined;
  return (expiresAt) => {
    const endMs = expiresAt.getTime();
    if (last?.endMs !== endMs) {
      const refreshAfter = refreshTime(now, expiresAt).toISOString();
      last = { endMs, times: { expiresAt: expiresAt.toISOString(), refreshAfter } };
    }
    return last.times;
  };
}
