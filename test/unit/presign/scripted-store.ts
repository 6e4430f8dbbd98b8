import type { OpenBinding } from "../../../lib/presign/bindings.ts";
import type { MultipartDeps } from "../../../lib/presign/multipart/open-upload.ts";
import { uploadIds } from "../../../lib/presign/multipart/upload-ids.ts";
import { secret } from "../../../lib/secret.ts";
import { minioRoom } from "../../../lib/storage/minio/room.ts";
import type { Cause } from "../../../lib/storage/room.ts";
import type { SpendOptions, Spent } from "../../../lib/storage/spent.ts";
import { sampleTeam } from "../../support/sample-team.ts";

export const MEMBER = { sub: "member1", org: "acme", teams: new Set(["omega"]), roles: new Set<string>() };
const ids = uploadIds(async () => new Uint8Array(32));

export const said = (
  cause: Cause | "no-answer",
  headers: Record<string, string> = {},
  text = "",
  status = cause === "ok" ? 200 : 404,
): Spent =>
  cause === "no-answer"
    ? { cause }
    : { cause, answer: { status, headers, body: new TextEncoder().encode(text) } };

/** What an upload of the key `k` by the team `omega` meets at a store that answers each request as `answer` says. */
export function scriptedStore(
  answer: (method: string) => Spent,
  clock: () => number = () => 0,
  room: typeof minioRoom = minioRoom,
) {
  const team = sampleTeam({ name: "omega" });
  const { bucket } = team.binding;
  const keys = { accessKeyId: "K", secretAccessKey: secret("s") };
  const now = () => new Date(Date.parse("2026-11-24T12:00:00Z") + clock());
  const open: OpenBinding = {
    team,
    room,
    signer: async () => room.signer(bucket, keys, { now }),
    multipart: () => room.multipart(bucket, keys, { now }),
  };
  const asked: string[] = [];
  const options: (SpendOptions | undefined)[] = [];
  const deps: MultipartDeps = {
    deployment: { type: "self-managed", org: "acme", frontendOrigins: [] },
    bindings: { find: async () => open, drop: () => false },
    uploadIds: ids,
    attribution: false,
    now,
    openLine: async () => ({
      async spend(grant, _body, how) {
        const { method } = await grant;
        asked.push(method);
        options.push(how);
        return answer(method);
      },
      close: async () => undefined,
    }),
  };
  const uploadId = () => ids.seal({ org: "acme", team: "omega", key: "k" }, { storeId: "s", mark: "m1" });
  return { deps, asked, options, uploadId };
}
