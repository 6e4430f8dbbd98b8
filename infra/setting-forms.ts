import { DEPLOYMENT_TYPES } from "../lib/deployment-type.ts";

/** What a value has to look like, and how to say so. */
export interface Form {
  pattern: RegExp;
  words: string;
}

const HTTPS_URL = /^https:\/\/[^/?#@\s]+(\/[^?#\s]*)?$/;

const listOf = (item: string) => new RegExp(`^${item}(\\s*,\\s*${item})*$`);

const SECRET: Form = {
  pattern: /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:\S+-[A-Za-z0-9]{6}$/,
  words: "the complete ARN of a Secrets Manager secret, with its six last characters",
};

const CLAIM: Form = { pattern: /^\S{1,128}$/, words: "the name of a claim in the tokens, without spaces" };

const ENDPOINT: Form = {
  pattern: /^https?:\/\/[A-Za-z0-9.{}:_-]+(\/[A-Za-z0-9./{}_-]*)?$/,
  words: "the http or https URL of an endpoint, in which {bucket}, {region} and {account} may stand",
};

const COUNT: Form = { pattern: /^[1-9]\d{0,5}$/, words: "a whole number from 1 to 999999" };

/** How long CloudWatch Logs can keep, in days. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTIONS = "30|60|90|120|150|180|365|400|545|731|1096|1827|2192|2557|2922|3288|3653";

/** Every value of the context. */
export const FORMS = {
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
    pattern: listOf("https?:\\/\\/[^/?#@\\s,]+"),
    words: "the front end's origins, like https://app.example.com, separated by commas and without a path",
  },
  claimOrg: CLAIM,
  claimTeams: CLAIM,
  claimRoles: CLAIM,
  claimEmail: CLAIM,
  registeredStoresArn: SECRET,
  defaultStoreArn: SECRET,
  gcpKeyArn: SECRET,
  coreweaveKeyArn: SECRET,
  integrationRoleName: {
    pattern: /^[A-Za-z0-9_+=,.@-]{1,64}$/,
    words: "the name of an IAM role, like WandbIntegration",
  },
  bucketArns: {
    pattern: listOf("arn:aws[a-z-]*:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"),
    words: "ARNs of buckets, like arn:aws:s3:::acme-models, separated by commas and without a path",
  },
  kmsKeyArns: {
    pattern: listOf("arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:key\\/[A-Za-z0-9-]+"),
    words: "ARNs of KMS keys (not of aliases), separated by commas",
  },
  ownership: { pattern: /^(required|advised)$/, words: "one of required, advised" },
  attributionDisabled: { pattern: /^(true|false)$/, words: "one of true, false" },
  principalAws: { pattern: /^arn:\S+$/, words: "the ARN that customers let into their buckets" },
  principalGcp: { pattern: /^\S+@\S+$/, words: "the e-mail address of a Google service account" },
  principalCoreweave: { pattern: /^arn:\S+$/, words: "the ARN that customers let in at CoreWeave" },
  azureTokenFile: { pattern: /^\/\S+$/, words: "the absolute path of a file inside the function" },
  azureTokenLayerArn: {
    pattern: /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:layer:[A-Za-z0-9_-]+:\d+$/,
    words: "the ARN of a version of a Lambda layer",
  },
  endpointAws: ENDPOINT,
  endpointCoreweave: ENDPOINT,
  endpointGcp: ENDPOINT,
  endpointAzure: ENDPOINT,
  dynamodbEndpoint: { pattern: HTTPS_URL, words: "the https URL of an endpoint of DynamoDB" },
  requestsPerSecond: COUNT,
  burst: COUNT,
  logRetentionDays: {
    pattern: new RegExp(`^(${RETENTIONS})$`),
    words: `one of ${RETENTIONS.replaceAll("|", ", ")}`,
  },
  alarmTopicArn: {
    pattern: /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+$/,
    words: "the ARN of an SNS topic that exists",
  },
} as const satisfies Record<string, Form>;

export type SettingName = keyof typeof FORMS;
