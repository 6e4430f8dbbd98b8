import { readTeamsConfig } from "../../lib/config.ts";
import { lambdaApi, lambdaHandler, lambdaParts } from "../wiring/lambda.ts";
import { lambdaVault } from "../wiring/lambda-vault.ts";
import { teamsDeps } from "../wiring/teams-deps.ts";
import { validationDeps } from "../wiring/validation-deps.ts";
import { teamsApp } from "./app.ts";

const config = readTeamsConfig();
const parts = await lambdaParts(config, "teams");
const vault = lambdaVault(config);

export const handler = lambdaHandler(
  teamsApp(teamsDeps(parts, validationDeps(parts), vault), lambdaApi(config, parts)),
);
