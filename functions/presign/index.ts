import { readPresignConfig } from "../../lib/config.ts";
import { lambdaApi, lambdaHandler, lambdaParts } from "../wiring/lambda.ts";
import { lambdaUploadKey } from "../wiring/lambda-secrets.ts";
import { lambdaVault } from "../wiring/lambda-vault.ts";
import { presignDeps } from "../wiring/presign-deps.ts";
import { presignApp } from "./app.ts";

const config = readPresignConfig();
const parts = await lambdaParts(config, "presign");
const vault = lambdaVault(config);

const deps = presignDeps(parts, vault, lambdaUploadKey(config));

export const handler = lambdaHandler(presignApp(deps, lambdaApi(config, parts)));
