import { KMSClient } from "@aws-sdk/client-kms";
import { readTeamsConfig } from "../../lib/config.ts";
import { kmsVault } from "../../lib/credentials/kms-vault.ts";
import { AWS_CALLS } from "../wiring/aws-calls.ts";
import { lambdaApi, lambdaHandler, lambdaParts } from "../wiring/lambda.ts";
import { teamsDeps } from "../wiring/teams-deps.ts";
import { validationDeps } from "../wiring/validation-deps.ts";
import { teamsApp } from "./app.ts";

const config = readTeamsConfig();
const parts = await lambdaParts(config);
const vault = kmsVault(new KMSClient({ ...AWS_CALLS, region: config.AWS_REGION }), config.BYOB_VAULT_KEY_ARN);

export const handler = lambdaHandler(
  teamsApp(teamsDeps(parts, validationDeps(parts), vault), lambdaApi(config, parts)),
);
