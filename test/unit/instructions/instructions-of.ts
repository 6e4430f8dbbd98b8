import { type Instructions, instructionsFor } from "../../../lib/buckets/instructions/instructions-for.ts";
import { readRegisteredStores } from "../../../lib/buckets/registered-stores.ts";
import type { StorageBucketBody } from "../../../lib/buckets/storage-bucket.ts";
import type { DeploymentType } from "../../../lib/deployment-type.ts";
import { type IntegrationPrincipals, integrationPrincipals } from "../../../lib/integration-principals.ts";
import { memoryTeamStore } from "../../support/memory-team-store.ts";

export const ORIGIN = "https://app.acme.test";

interface Options {
  org?: string;
  origins?: readonly string[];
  principals?: IntegrationPrincipals;
}

/** The instructions for a bucket in a deployment with W&B's documented principals. */
export function instructionsOf(
  type: DeploymentType,
  body: StorageBucketBody,
  { org = "acme", origins = [ORIGIN], principals = integrationPrincipals(type, {}) }: Options = {},
): Promise<Instructions> {
  return instructionsFor(
    {
      deployment: { type, org: "acme", frontendOrigins: origins },
      principals,
      store: memoryTeamStore(),
      registered: readRegisteredStores(""),
    },
    org,
    body,
  );
}

/** One bucket of each provider, with a path that is awkward in a shell, in JSON, in HCL and in CEL. */
export const AWKWARD_PATH = `a'b "c" $d \${e} %{f} \`g\``;
export const ADDRESSES = {
  AWS: `s3://s3.eu-west-1.amazonaws.com/acme-models/${AWKWARD_PATH}`,
  COREWEAVE: `cw://cwobject.com/acme-models/${AWKWARD_PATH}`,
  GCP: `gs://acme-models/${AWKWARD_PATH}`,
  AZURE: `az://acmemodels/runs/${AWKWARD_PATH}`,
  MINIO: `s3://minio.acme.test:9000/acme-models/${AWKWARD_PATH}?region=us-east-1&tls=true`,
} as const;

/** Every deployment and provider of the matrix, with a key of AWS in each of its spellings. */
export const CASES: [DeploymentType, keyof typeof ADDRESSES, StorageBucketBody][] = (
  ["multi-tenant", "dedicated", "self-managed"] as const
).flatMap((type) =>
  (Object.keys(ADDRESSES) as (keyof typeof ADDRESSES)[])
    .filter((provider) => type !== "multi-tenant" || !["AZURE", "MINIO"].includes(provider))
    .flatMap((provider): [DeploymentType, keyof typeof ADDRESSES, StorageBucketBody][] => [
      [type, provider, { address: ADDRESSES[provider] }],
      ...(provider === "AWS"
        ? [
            "alias/acme",
            "1234abcd-12ab-34cd-56ef-1234567890ab",
            "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
          ].map((kmsKeyId): [DeploymentType, "AWS", StorageBucketBody] => [
            type,
            "AWS",
            { address: ADDRESSES.AWS, kmsKeyId },
          ])
        : []),
    ]),
);
