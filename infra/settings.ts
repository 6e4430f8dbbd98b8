import type { DeploymentType } from "../lib/deployment-type.ts";
import { FORMS, type SettingName } from "./setting-forms.ts";

type RequiredText = "stage" | "issuer" | "audience" | "jwksUrl";
type List = "frontendOrigins" | "bucketArns" | "kmsKeyArns";
type Defaulted = "integrationRoleName" | "requestsPerSecond" | "burst" | "logRetentionDays";
/** Absent unless given. */
export type OptionalSetting = Exclude<
  SettingName,
  RequiredText | List | Defaulted | "deployment" | "ownership"
>;

/** What is deployed, for whom and how; README.md says what each value means. */
export interface Settings
  extends Readonly<Record<RequiredText, string>>,
    Readonly<Record<List, readonly string[]>>,
    Readonly<Partial<Record<OptionalSetting, string>>> {
  readonly deployment: DeploymentType;
  readonly integrationRoleName: string;
  readonly ownership?: "required" | "advised";
  /** What API Gateway lets through, for all callers together. */
  readonly requestsPerSecond: number;
  readonly burst: number;
  readonly logRetentionDays: number;
}

/** A value of the CDK's context, from `-c name=value` or cdk.json. */
export type ReadContext = (name: string) => unknown;

const DEFAULTS: Record<Defaulted, string> = {
  integrationRoleName: "WandbIntegration",
  requestsPerSecond: "1000",
  burst: "2000",
  logRetentionDays: "90",
};

const OPTIONAL = [
  ["claimOrg", "claimTeams", "claimRoles", "claimEmail", "gcpKeyArn", "coreweaveKeyArn"],
  ["attributionDisabled", "principalAws", "principalGcp", "principalCoreweave", "azureTokenFile"],
  ["azureTokenLayerArn", "endpointAws", "endpointCoreweave", "endpointGcp", "endpointAzure"],
  ["dynamodbEndpoint", "alarmTopicArn", "ownership", "org", "registeredStoresArn", "defaultStoreArn"],
].flat() as (OptionalSetting | "ownership")[];

/** Values that mean nothing in one kind of deployment, and why; a value that has no effect misleads whoever gave it. */
const NOT_IN_MULTI_TENANT = {
  org: "a multi-tenant one serves them all",
  registeredStoresArn: "its keys are one organisation's",
  bucketArns: "in a multi-tenant one the customers' bucket policies say which buckets",
  kmsKeyArns: "in a multi-tenant one the customers' key policies say which keys",
} satisfies Partial<Record<SettingName, string>>;
const ONLY_IN_MULTI_TENANT = {
  defaultStoreArn: "elsewhere instance storage is chosen by PUT /instance/storage",
  ownership: "elsewhere all buckets are one organisation's",
} satisfies Partial<Record<SettingName, string>>;

/** Throws a plain Error with one sentence, on a line of its own, for each value that is missing or wrong. */
export function readSettings(readContext: ReadContext): Settings {
  const problems: string[] = [];

  const optional = (name: SettingName): string | undefined => {
    const value = readContext(name) ?? "";
    const { pattern, words } = FORMS[name];
    if (value === "") return undefined;
    const text = typeof value === "number" ? String(value) : value;
    if (typeof text === "string" && pattern.test(text.trim())) return text.trim();
    problems.push(`${name} must be ${words}; it is ${JSON.stringify(value)}.`);
    return undefined;
  };
  const required = (name: SettingName): string => {
    if (!present(readContext(name)))
      problems.push(`${name} is missing; give, with -c ${name}=… or in cdk.json, ${FORMS[name].words}.`);
    return optional(name) ?? "";
  };
  const listOf = (text = "") => (text === "" ? [] : text.split(",").map((item) => item.trim()));

  const deployment = required("deployment") as DeploymentType;
  if (deployment === "dedicated" || deployment === "self-managed") {
    if (!present(readContext("org"))) required("org");
    for (const [name, why] of given(ONLY_IN_MULTI_TENANT, readContext))
      problems.push(`${name} is for a multi-tenant deployment; ${why}.`);
  }
  if (deployment === "multi-tenant")
    for (const [name, why] of given(NOT_IN_MULTI_TENANT, readContext))
      problems.push(`${name} is for a dedicated or self-managed deployment; ${why}.`);
  if (present(readContext("azureTokenFile")) !== present(readContext("azureTokenLayerArn")))
    problems.push(
      "azureTokenFile and azureTokenLayerArn go together; no file has a token unless a layer's extension writes it.",
    );

  const withDefault = (name: Defaulted) => optional(name) ?? DEFAULTS[name];
  const settings = {
    stage: required("stage"),
    deployment,
    issuer: required("issuer"),
    audience: required("audience"),
    jwksUrl: required("jwksUrl"),
    frontendOrigins: listOf(required("frontendOrigins")),
    bucketArns: listOf(optional("bucketArns")),
    kmsKeyArns: listOf(optional("kmsKeyArns")),
    integrationRoleName: withDefault("integrationRoleName"),
    requestsPerSecond: Number(withDefault("requestsPerSecond")),
    burst: Number(withDefault("burst")),
    logRetentionDays: Number(withDefault("logRetentionDays")),
    ...Object.fromEntries(
      OPTIONAL.map((name) => [name, optional(name)] as const).filter(([, value]) => value !== undefined),
    ),
  };
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return settings;
}

const present = (value: unknown) => (value ?? "") !== "";

function given(reasons: Record<string, string>, readContext: ReadContext): [name: string, why: string][] {
  return Object.entries(reasons).filter(([name]) => present(readContext(name)));
}
