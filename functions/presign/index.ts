import { KMSClient } from "@aws-sdk/client-kms";
import { readPresignConfig } from "../../lib/config.ts";
import { kmsVault } from "../../lib/credentials/kms-vault.ts";
import { AWS_CALLS } from "../wiring/aws-calls.ts";
import { issueDeps } from "../wiring/issue-deps.ts";
import { lambdaApi, lambdaHandler, lambdaParts } from "../wiring/lambda.ts";
import { presignApp } from "./app.ts";

const config = readPresignConfig();
const parts = await lambdaParts(config);
const vault = kmsVault(new KMSClient({ ...AWS_CALLS, region: config.AWS_REGION }), config.BYOB_VAULT_KEY_ARN);

export const handler = lambdaHandler(presignApp(issueDeps(parts, vault), lambdaApi(config, parts)));
