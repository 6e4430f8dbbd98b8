import { readPresignConfig } from "../../lib/config.ts";
import { uploadKeyReader } from "../wiring/aws-secrets.ts";
import { awsTeamReader } from "../wiring/aws-team-reader.ts";
import { awsVault } from "../wiring/aws-vault.ts";
import { lambdaAccess, lambdaApi, lambdaParts } from "../wiring/lambda.ts";
import { lambdaHandler } from "../wiring/lambda-bodies.ts";
import { presignDeps } from "../wiring/presign-deps.ts";
import { presignApp } from "./app.ts";

const config = readPresignConfig();
const access = lambdaAccess(config);
const parts = await lambdaParts(config, "presign", awsTeamReader);
const vault = awsVault(access, config.BYOB_VAULT_KEY_ARN);
const deps = presignDeps(parts, vault, uploadKeyReader(access, config.BYOB_UPLOAD_KEY_ARN));

export const handler = lambdaHandler(presignApp(deps, lambdaApi(config, parts)));
