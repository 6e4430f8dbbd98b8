import type { Provider } from "../../storage/bucket.ts";
import type { Draft, Plan } from "./plan.ts";

/** How an address spells the customer's own keys. */
const OWN_KEYS: Partial<Record<Provider, string>> = {
  GCP: "<serviceAccountEmail>:<urlEncodedPrivateKey>",
  AZURE: ":<urlEncodedAccessKey>",
};

/** What is left to do at W&B when the bucket is ready. */
export function teamSteps(plan: Plan): Draft[] {
  return [...(plan.deployment === "multi-tenant" ? [] : [registerStep(plan)]), createStep(plan)];
}

function registerStep({ bucket, address }: Plan): Draft {
  const entry = bucket.provider === "COREWEAVE" ? "cw://" : address;
  return {
    name: "register-store",
    title: "Have the operator register the store",
    text: `A team may only use a store that the operator registered: ask for ${entry} in GORILLA_SUPPORTED_FILE_STORES, and for a restart of the service. If it is there already, skip this step.`,
  };
}

function createStep(plan: Plan): Draft {
  const { bucket, org } = plan;
  const { kmsKeyId } = bucket;
  const ownKeys = bringsKeys(plan);
  return {
    name: "create-team",
    title: "Create the team",
    text: `Validate the bucket (POST /buckets/validate), then create the team in the organisation ${org} (POST /teams) with this body.${ownKeys ? " Put your keys into the address, unless the operator registered the store with its keys." : ""} What you just changed may take half a minute to take effect. Storage is chosen once: a team's bucket cannot be changed later.`,
    document: {
      teamName: "<team>",
      storageType: "External",
      storageBucket: {
        ...(ownKeys ? addressWithKeys(plan) : { address: plan.address }),
        ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
        ...azureIds(plan),
      },
    },
  };
}

function bringsKeys({ principal, bucket, deployment }: Plan): boolean {
  if (bucket.provider !== "AZURE") return principal === undefined;
  return deployment !== "dedicated" && bucket.azureClientId === undefined;
}

function azureIds(plan: Plan): Record<string, string> {
  const { provider, azureTenantId = "<azureTenantId>", azureClientId = "<azureClientId>" } = plan.bucket;
  return provider === "AZURE" && !bringsKeys(plan) ? { azureTenantId, azureClientId } : {};
}

/** Beside keys an `@` in the path would end the keys, so such a path goes into its own field. */
function addressWithKeys({ bucket, address, bucketAddress }: Plan): Record<string, string> {
  const { provider, path } = bucket;
  return path.includes("@")
    ? { address: withKeys(provider, bucketAddress), path }
    : { address: withKeys(provider, address) };
}

function withKeys(provider: Provider, address: string): string {
  const keys = OWN_KEYS[provider] ?? "<accessKey>:<secretKey>";
  return address.replace(/^([a-z0-9]+:\/\/)@?/, (_, scheme: string) => `${scheme}${keys}@`);
}
