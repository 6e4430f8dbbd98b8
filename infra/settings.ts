import { DEPLOYMENT_TYPES, type DeploymentType } from "../lib/deployment-type.ts";

/** What is deployed, and for whom. */
export interface Settings {
  stage: string;
  deployment: DeploymentType;
  /** The one organisation of a dedicated or self-managed deployment. */
  org?: string;
  issuer: string;
  audience: string;
  jwksUrl: string;
  frontendOrigins: string[];
  /** The secret that holds the registered stores. */
  registeredStoresArn?: string;
}

/** A value of the CDK's context, from `-c name=value` or cdk.json. */
export type ReadContext = (name: string) => unknown;

interface Form {
  pattern: RegExp;
  words: string;
}

const HTTPS_URL = /^https:\/\/[^/?#@\s]+(\/[^?#\s]*)?$/;
const ORIGINS = /^https?:\/\/[^/?#@\s,]+(\s*,\s*https?:\/\/[^/?#@\s,]+)*$/;

const FORMS = {
  stage: { pattern: /^[a-z][a-z0-9-]{0,19}$/, words: "a short name like dev or prod (a-z, 0-9, -)" },
  deployment: {
    pattern: new RegExp(`^(${DEPLOYMENT_TYPES.join("|")})$`),
    words: `one of ${DEPLOYMENT_TYPES.join(", ")}`,
  },
  org: { pattern: /^\S{1,256}$/, words: "the organisation's name as it stands in tokens, without spaces" },
  // API Gateway finds the issuer's keys by itself, and only over https.
  issuer: { pattern: HTTPS_URL, words: "the https URL that stands in the tokens' iss claim" },
  audience: { pattern: /^\S+$/, words: "the value of the tokens' aud claim" },
  jwksUrl: { pattern: HTTPS_URL, words: "the https URL of the issuer's keys" },
  frontendOrigins: {
    pattern: ORIGINS,
    words: "the front end's origins, like https://app.example.com, separated by commas and without a path",
  },
  registeredStoresArn: {
    pattern: /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:\S+-[A-Za-z0-9]{6}$/,
    words: "the complete ARN of a Secrets Manager secret, with its six last characters",
  },
} satisfies Record<keyof Settings, Form>;

/** Throws a plain Error with one sentence, on a line of its own, for each value that is missing or wrong. */
export function readSettings(readContext: ReadContext): Settings {
  const problems: string[] = [];

  const optional = (name: keyof Settings): string | undefined => {
    const value = readContext(name) ?? "";
    const { pattern, words } = FORMS[name];
    if (value === "") return undefined;
    if (typeof value === "string" && pattern.test(value.trim())) return value.trim();
    problems.push(`${name} must be ${words}; it is ${JSON.stringify(value)}.`);
    return undefined;
  };
  const required = (name: keyof Settings): string => {
    if ((readContext(name) ?? "") === "")
      problems.push(`${name} is missing; give, with -c ${name}=… or in cdk.json, ${FORMS[name].words}.`);
    return optional(name) ?? "";
  };

  const deployment = required("deployment") as DeploymentType;
  const oneOrganisation = deployment === "dedicated" || deployment === "self-managed";
  const org = oneOrganisation ? required("org") : optional("org");
  if (deployment === "multi-tenant" && org !== undefined)
    problems.push("org is for a dedicated or self-managed deployment; a multi-tenant one serves them all.");
  const registeredStoresArn = optional("registeredStoresArn");
  if (deployment === "multi-tenant" && registeredStoresArn !== undefined)
    problems.push(
      "registeredStoresArn is for a dedicated or self-managed deployment; its keys are one organisation's.",
    );
  const settings = {
    stage: required("stage"),
    deployment,
    issuer: required("issuer"),
    audience: required("audience"),
    jwksUrl: required("jwksUrl"),
    frontendOrigins: required("frontendOrigins").split(/\s*,\s*/),
    ...(org === undefined ? {} : { org }),
    ...(registeredStoresArn === undefined ? {} : { registeredStoresArn }),
  };
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return settings;
}
