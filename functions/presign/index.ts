import { readPresignConfig } from "../../lib/config.ts";
import { issueDeps } from "../wiring/issue-deps.ts";
import { lambdaApi, lambdaHandler, lambdaParts } from "../wiring/lambda.ts";
import { lambdaVault } from "../wiring/lambda-vault.ts";
import { presignApp } from "./app.ts";

const config = readPresignConfig();
const parts = await lambdaParts(config);
const vault = lambdaVault(config);

export const handler = lambdaHandler(presignApp(issueDeps(parts, vault), lambdaApi(config, parts)));
