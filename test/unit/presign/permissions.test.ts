import { describe, expect, test } from "vitest";
import type { Deployment } from "../../../lib/deployment.ts";
import type { DeploymentType } from "../../../lib/deployment-type.ts";
import type { AppError } from "../../../lib/errors.ts";
import type { OpenBinding } from "../../../lib/presign/bindings.ts";
import { issueGrants } from "../../../lib/presign/issue-grants.ts";
import type { Principal } from "../../../lib/principal.ts";
import { secret } from "../../../lib/secret.ts";
import { minioRoom } from "../../../lib/storage/minio/room.ts";
import type { GrantMethod } from "../../../lib/storage/signer.ts";
import type { StorageType } from "../../../lib/teams/team.ts";
import { sampleTeam } from "../../support/sample-team.ts";

const METHODS: GrantMethod[] = ["GET", "HEAD", "PUT", "DELETE"];
const DEPLOYMENTS: DeploymentType[] = ["multi-tenant", "dedicated", "self-managed"];

function who(more: Partial<Principal> = {}): Principal {
  return { sub: "someone", org: "acme", teams: new Set(), roles: new Set(), ...more };
}
const roles = (...list: string[]) => ({ roles: new Set(list) });

const PEOPLE = {
  member: who({ teams: new Set(["omega"]) }),
  creator: who({ sub: "creator" }),
  invited: who({ email: "guest@acme.test" }),
  admin: who(roles("admin")),
  gc: who(roles("gc")),
  "admin and member": who({ ...roles("admin"), teams: new Set(["omega"]) }),
  "gc and member": who({ ...roles("gc"), teams: new Set(["omega"]) }),
  "admin and gc": who(roles("admin", "gc")),
  operator: who(roles("operator")),
  stranger: who(),
  "member of another team": who({ teams: new Set(["omega2", "ome", "*", ""]) }),
  "someone with another e-mail": who({ email: "other@acme.test" }),
  "other org's member": who({ org: "rival", teams: new Set(["omega"]) }),
  "other org's creator": who({ org: "rival", sub: "creator" }),
  "other org's guest": who({ org: "rival", email: "guest@acme.test" }),
  "other org's admin and gc": who({ org: "rival", ...roles("admin", "gc") }),
} satisfies Record<string, Principal>;
type Person = keyof typeof PEOPLE;

const inside = [200, 200, 200, 403];
const unseen = [404, 404, 404, 404];

/** GET, HEAD, PUT, DELETE where a team is its members' alone (spec §4). */
const CLOSED: Record<Person, number[]> = {
  member: inside,
  creator: inside,
  invited: inside,
  admin: [403, 403, 403, 403],
  gc: [403, 403, 403, 200],
  "admin and member": inside,
  "gc and member": [200, 200, 200, 200],
  "admin and gc": [403, 403, 403, 200],
  operator: unseen,
  stranger: unseen,
  "member of another team": unseen,
  "someone with another e-mail": unseen,
  "other org's member": unseen,
  "other org's creator": unseen,
  "other org's guest": unseen,
  "other org's admin and gc": unseen,
};

/** Where the whole organisation reads. */
const OPEN: Record<Person, number[]> = {
  ...CLOSED,
  admin: [200, 200, 403, 403],
  gc: [200, 200, 403, 200],
  "admin and gc": [200, 200, 403, 200],
  operator: [200, 200, 403, 403],
  stranger: [200, 200, 403, 403],
  "member of another team": [200, 200, 403, 403],
  "someone with another e-mail": [200, 200, 403, 403],
};

function expectedFor(person: Person, storageType: StorageType, deployment: DeploymentType): number[] {
  // Another organisation's token finds no team, whatever the deployment and the storage.
  if (PEOPLE[person].org === "rival") return CLOSED[person];
  return (storageType === "Internal" && deployment !== "multi-tenant" ? OPEN : CLOSED)[person];
}

const STATUS: Record<string, number> = {
  "auth.forbidden": 403,
  "team.not_found": 404,
};

/** The outcome of asking for one URL, and whether the credentials were opened for it. */
async function ask(person: Person, method: GrantMethod, storageType: StorageType, type: DeploymentType) {
  let opened = false;
  const team = { ...sampleTeam({ name: "Omega" }), storageType, members: ["guest@acme.test"] };
  const now = () => new Date("2026-11-24T12:00:00Z");
  const credentials = { accessKeyId: "AKIA1", secretAccessKey: secret("s") };
  const binding: OpenBinding = {
    team,
    room: minioRoom,
    signer: async () => {
      opened = true;
      return minioRoom.signer(team.binding.bucket, credentials, { now });
    },
    multipart: async () => minioRoom.multipart(team.binding.bucket, credentials, { now }),
  };
  const deployment: Deployment = {
    type,
    frontendOrigins: [],
    ...(type === "multi-tenant" ? {} : { org: "acme" }),
  };
  const bindings = {
    find: async (org: string) => (org === "acme" ? binding : undefined),
    drop: () => false,
  };
  const request = { team: "omega", method, objects: [{ key: "a" }] };
  try {
    const { urls } = await issueGrants(
      { deployment, bindings, now, attribution: false },
      PEOPLE[person],
      request,
    );
    return { status: urls[0] && "url" in urls[0] ? 200 : 500, opened, detail: "" };
  } catch (error) {
    const { code, detail } = error as AppError;
    return { status: STATUS[code] ?? code, opened, detail };
  }
}

const CASES = DEPLOYMENTS.flatMap((deployment) =>
  (["External", "Internal"] as const).flatMap((storageType) =>
    (Object.keys(PEOPLE) as Person[]).map((person) => ({ deployment, storageType, person })),
  ),
);

describe("who may GET, HEAD, PUT and DELETE", () => {
  test.each(CASES)("$deployment, $storageType team: $person", async ({ deployment, storageType, person }) => {
    const outcomes = await Promise.all(METHODS.map((method) => ask(person, method, storageType, deployment)));
    const statuses = outcomes.map(({ status }) => status);
    expect(statuses).toEqual(expectedFor(person, storageType, deployment));
    expect(outcomes.map(({ opened }) => opened)).toEqual(statuses.map((status) => status === 200));
  });
});

test("who may not see a team gets word for word what is said of one that does not exist", async () => {
  const missing = await ask("other org's member", "GET", "External", "multi-tenant");
  const unseenHere = await ask("stranger", "GET", "External", "multi-tenant");
  expect(unseenHere).toEqual(missing);
});
