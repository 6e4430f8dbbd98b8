import * as z from "zod/mini";
import { StorageBucketBody } from "../../lib/buckets/storage-bucket.ts";
import { route } from "../../lib/http/route.ts";
import { ReportShape } from "../contracts/report.ts";
import { MembersShape, StorageShape, TeamBody, TeamShape } from "../contracts/team.ts";

const TeamAnswer = z.strictObject({ team: TeamShape });

const StorageAnswer = z.strictObject({
  storage: StorageShape,
  report: z.exactOptional(ReportShape),
});

const storageChange = {
  path: "/teams/{team}",
  summary: "A team's storage cannot be changed; says why",
  access: "token",
  answers: {},
  problems: ["team.not_found", "storage.immutable"],
  audit: { action: "team:change-storage" },
} as const;

/** The contract of the teams function. */
export const teamRoutes = {
  createTeam: route({
    method: "POST",
    path: "/teams",
    summary: "Create a team on a bucket that is proved to work",
    access: "token",
    body: TeamBody,
    answers: {
      201: {
        description: "The team was created; the report of its own bucket holds what to be warned of",
        schema: z.strictObject({ team: TeamShape, report: z.exactOptional(ReportShape) }),
      },
      200: { description: "The same team was there already", schema: TeamAnswer },
    },
    problems: [
      "auth.forbidden",
      "auth.wrong_organisation",
      "team.name_invalid",
      "team.already_exists",
      "team.deleted",
      "instance.no_storage",
      "bucket.not_usable",
      "credentials.unavailable",
      "service.busy",
    ],
    audit: { action: "team:create" },
  }),
  listTeams: route({
    method: "GET",
    path: "/teams",
    summary: "List the organisation's teams",
    access: "token",
    query: z.strictObject({
      limit: z.exactOptional(
        z.string().check(z.regex(/^([1-9]\d?|[1-9]\d\d|1000)$/, "must be a number from 1 to 1000")),
      ),
      cursor: z.exactOptional(z.string()),
    }),
    answers: {
      200: {
        description: "One page; nextCursor is there when more follow",
        schema: z.strictObject({ teams: z.array(TeamShape), nextCursor: z.exactOptional(z.string()) }),
      },
    },
    problems: ["auth.forbidden", "auth.wrong_organisation"],
  }),
  getTeam: route({
    method: "GET",
    path: "/teams/{team}",
    summary: "Show one team",
    access: "token",
    answers: { 200: { description: "The team", schema: TeamAnswer } },
    problems: ["team.not_found"],
  }),
  deleteTeam: route({
    method: "DELETE",
    path: "/teams/{team}",
    summary: "Forget a team's binding; its bucket is not touched",
    access: "token",
    answers: {
      204: { description: "The team is gone; its name can come back only with the same bucket and path" },
    },
    problems: ["team.not_found", "auth.forbidden", "service.busy"],
    audit: { action: "team:delete" },
  }),
  setMembers: route({
    method: "PUT",
    path: "/teams/{team}/members",
    summary: "Replace the invitations; in effect within 60 s",
    access: "token",
    body: z.strictObject({ members: MembersShape }),
    answers: { 200: { description: "The team with its new invitations", schema: TeamAnswer } },
    problems: ["team.not_found", "auth.forbidden", "service.busy"],
    audit: { action: "team:set-members" },
  }),
  rotateCredentials: route({
    method: "PUT",
    path: "/teams/{team}/credentials",
    summary: "Give a team other credentials for the bucket that it has; in effect within 60 s",
    access: "token",
    body: z.strictObject({ storageBucket: StorageBucketBody }),
    answers: {
      200: {
        description: "The new credentials are in use; the report holds what to be warned of",
        schema: z.strictObject({ team: TeamShape, report: ReportShape }),
      },
    },
    problems: [
      "team.not_found",
      "auth.forbidden",
      "storage.immutable",
      "bucket.not_usable",
      "credentials.unavailable",
      "service.busy",
    ],
    audit: { action: "team:rotate-credentials" },
  }),
  getInstanceStorage: route({
    method: "GET",
    path: "/instance/storage",
    summary: "Show the bucket of the whole deployment",
    access: "token",
    answers: { 200: { description: "The instance storage", schema: StorageAnswer } },
    problems: ["auth.forbidden", "auth.wrong_organisation", "instance.not_applicable", "instance.not_found"],
  }),
  setInstanceStorage: route({
    method: "PUT",
    path: "/instance/storage",
    summary: "Choose the bucket of the whole deployment, once",
    access: "token",
    body: z.strictObject({ storageBucket: StorageBucketBody }),
    answers: {
      201: { description: "It was chosen; the report holds what to be warned of", schema: StorageAnswer },
      200: { description: "The same bucket was chosen before", schema: StorageAnswer },
    },
    problems: [
      "auth.forbidden",
      "auth.wrong_organisation",
      "instance.not_applicable",
      "storage.immutable",
      "bucket.not_usable",
      "credentials.unavailable",
      "service.busy",
    ],
    audit: { action: "instance:set-storage" },
  }),
  openApi: route({
    method: "GET",
    path: "/openapi.json",
    summary: "This contract, as OpenAPI 3.1",
    access: "public",
    answers: { 200: { description: "The document", schema: z.looseObject({ openapi: z.string() }) } },
    problems: [],
  }),
  putTeam: route({ method: "PUT", ...storageChange }),
  patchTeam: route({ method: "PATCH", ...storageChange }),
};
