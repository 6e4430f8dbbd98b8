import { readTeamsConfig } from "../../lib/config.ts";
import { awsTeamStore } from "../wiring/aws-team-store.ts";
import { awsVault } from "../wiring/aws-vault.ts";
import { lambdaAccess, lambdaApi, lambdaParts } from "../wiring/lambda.ts";
import { lambdaHandler } from "../wiring/lambda-bodies.ts";
import { teamsDeps } from "../wiring/teams-deps.ts";
import { validationDeps } from "../wiring/validation-deps.ts";
import { teamsApp } from "./app.ts";

const config = readTeamsConfig();
const parts = await lambdaParts(config, "teams", awsTeamStore);
const vault = awsVault(lambdaAccess(config), config.BYOB_VAULT_KEY_ARN);

export const handler = lambdaHandler(
  teamsApp(teamsDeps(parts, validationDeps(parts), vault), lambdaApi(config, parts)),
);
