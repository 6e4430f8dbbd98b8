import type { Hono } from "hono";
import { registeredAddressContext } from "../../lib/buckets/address-context.ts";
import { parseStorageBucket } from "../../lib/buckets/storage-bucket.ts";
import { AppError } from "../../lib/errors.ts";
import { type ApiDeps, createApi } from "../../lib/http/api.ts";
import type { Handlers } from "../../lib/http/route.ts";
import { type CreateTeamDeps, createTeam } from "../../lib/teams/create-team.ts";
import {
  deleteTeam,
  getTeam,
  listTeams,
  refuseStorageChange,
  setMembers,
} from "../../lib/teams/manage-teams.ts";
import { teamAnswer } from "../contracts/team.ts";
import openApi from "../openapi.json" with { type: "json" };
import { teamRoutes } from "./routes.ts";

const PAGE = 100;

/** The teams function: team storage bindings and who is invited. */
export function teamsApp(deps: CreateTeamDeps, api: ApiDeps): Hono {
  const addressContext = registeredAddressContext(deps);

  const handlers: Handlers<typeof teamRoutes> = {
    async createTeam({ principal, body, noteAudit }) {
      noteAudit({ entity: body.teamName });
      const { teamName, storageType, storageBucket, members } = body;
      if (storageType === "Internal")
        throw new AppError(
          "instance.no_storage",
          "This deployment has no instance storage, so a team needs a bucket of its own (storageType External).",
        );
      if (storageBucket === undefined)
        throw new AppError("request.invalid", "storageBucket is required when storageType is External.");
      const address = parseStorageBucket(storageBucket, addressContext);
      const made = await createTeam(deps, principal, {
        teamName,
        address,
        ...(members === undefined ? {} : { members }),
      });
      if (made.created) return { status: 201, body: { team: teamAnswer(made.team), report: made.report } };
      return { status: 200, body: { team: teamAnswer(made.team) } };
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

    openApi: () => ({ status: 200, body: openApi }),
    putTeam: ({ principal, params }) => refuseStorageChange(deps, principal, params.team),
    patchTeam: ({ principal, params }) => refuseStorageChange(deps, principal, params.team),
  };

  return createApi({ routes: teamRoutes, handlers, deps: api });
}
