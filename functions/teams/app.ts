import type { Hono } from "hono";
import { readStorageBucket } from "../../lib/buckets/read-storage-bucket.ts";
import { AppError } from "../../lib/errors.ts";
import { type ApiDeps, createApi } from "../../lib/http/api.ts";
import type { Handlers } from "../../lib/http/route.ts";
import { type CreateTeamDeps, createTeam } from "../../lib/teams/create-team.ts";
import { getInstanceStorage, setInstanceStorage } from "../../lib/teams/instance-storage.ts";
import {
  deleteTeam,
  getTeam,
  listTeams,
  refuseStorageChange,
  setMembers,
} from "../../lib/teams/manage-teams.ts";
import type { RotateDeps } from "../../lib/teams/reads-what-old-keys-write.ts";
import { rotateCredentials } from "../../lib/teams/rotate-credentials.ts";
import { storageAnswer, teamAnswer } from "../contracts/team.ts";
import openApi from "../openapi.json" with { type: "json" };
import { teamRoutes } from "./routes.ts";

const PAGE = 100;

export interface TeamsDeps extends CreateTeamDeps, RotateDeps {}

/** The teams function: team storage bindings and who is invited. */
export function teamsApp(deps: TeamsDeps, api: ApiDeps): Hono {
  const handlers: Handlers<typeof teamRoutes> = {
    async createTeam({ principal, body, noteAudit }) {
      noteAudit({ entity: body.teamName });
      const { teamName, storageType, storageBucket, members } = body;
      if (storageType === "External" && storageBucket === undefined)
        throw new AppError("request.invalid", "storageBucket is required when storageType is External.");
      if (storageType === "Internal" && storageBucket !== undefined)
        throw new AppError("request.invalid", "storageBucket is not taken when storageType is Internal.");
      const { created, team, report } = await createTeam(deps, principal, {
        teamName,
        ...(storageBucket && { address: await readStorageBucket(deps, principal.org, storageBucket) }),
        ...(members === undefined ? {} : { members }),
      });
      if (!created) return { status: 200, body: { team: teamAnswer(team) } };
      return { status: 201, body: { team: teamAnswer(team), ...(report && { report }) } };
    },

    async listTeams({ principal, query }) {
      const { cursor, limit } = query;
      const page = await listTeams(deps, principal, {
        limit: limit === undefined ? PAGE : Number(limit),
        ...(cursor === undefined ? {} : { cursor }),
      });
      return { status: 200, body: { ...page, teams: page.teams.map(teamAnswer) } };
    },

    async getTeam({ principal, params }) {
      const team = await getTeam(deps, principal, params.team);
      return { status: 200, body: { team: teamAnswer(team) } };
    },

    async deleteTeam({ principal, params, noteAudit }) {
      noteAudit({ entity: params.team });
      await deleteTeam(deps, principal, params.team);
      return { status: 204 };
    },

    async setMembers({ principal, params, body, noteAudit }) {
      noteAudit({ entity: params.team });
      const team = await setMembers(deps, principal, params.team, body.members);
      return { status: 200, body: { team: teamAnswer(team) } };
    },

    async rotateCredentials({ principal, params, body, noteAudit }) {
      noteAudit({ entity: params.team });
      const address = await readStorageBucket(deps, principal.org, body.storageBucket);
      const { team, report } = await rotateCredentials(deps, principal, params.team, address);
      return { status: 200, body: { team: teamAnswer(team), report } };
    },

    async getInstanceStorage({ principal }) {
      const storage = storageAnswer(await getInstanceStorage(deps, principal));
      return { status: 200, body: { storage } };
    },

    async setInstanceStorage({ principal, body }) {
      const address = await readStorageBucket(deps, principal.org, body.storageBucket);
      const { created, team, report } = await setInstanceStorage(deps, principal, address);
      return {
        status: created ? 201 : 200,
        body: { storage: storageAnswer(team), ...(report && { report }) },
      };
    },

    openApi: () => ({ status: 200, body: openApi }),
    putTeam: ({ principal, params }) => refuseStorageChange(deps, principal, params.team),
    patchTeam: ({ principal, params }) => refuseStorageChange(deps, principal, params.team),
  };

  return createApi({ routes: teamRoutes, handlers, deps: api });
}
