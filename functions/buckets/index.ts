import { readBucketsConfig } from "../../lib/config.ts";
import { awsTeamStore } from "../wiring/aws-team-store.ts";
import { lambdaApi, lambdaParts } from "../wiring/lambda.ts";
import { lambdaHandler } from "../wiring/lambda-bodies.ts";
import { validationDeps } from "../wiring/validation-deps.ts";
import { bucketsApp } from "./app.ts";

const config = readBucketsConfig();
const parts = await lambdaParts(config, "buckets", awsTeamStore);

export const handler = lambdaHandler(
  bucketsApp({ ...validationDeps(parts), principals: parts.principals }, lambdaApi(config, parts)),
);
