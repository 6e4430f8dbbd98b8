import { describe, expect, it } from "vitest";
import { providerRefusal, scopesOf } from "../../../lib/buckets/provider-matrix.ts";
import { DEPLOYMENT_TYPES, type DeploymentType } from "../../../lib/deployment-type.ts";
import { PROVIDERS, type Provider } from "../../../lib/storage/bucket.ts";
import type { Scope } from "../../../lib/storage/room.ts";

const SCOPES: Scope[] = ["instance", "team"];

/** Spec §2, written out: what is taken, or the sentence of the refusal. */
const EXPECTED: Record<DeploymentType, Record<Scope, Record<Provider, true | RegExp>>> = {
  "multi-tenant": {
    instance: {
      COREWEAVE: /takes no COREWEAVE bucket as instance storage/,
      AWS: /takes no AWS bucket as instance storage/,
      GCP: /takes no GCP bucket as instance storage/,
      AZURE: /takes no AZURE bucket as instance storage/,
      MINIO: /takes no MINIO bucket as instance storage/,
    },
    team: {
      COREWEAVE: true,
      AWS: true,
      GCP: true,
      AZURE: /multi-tenant deployment takes no AZURE bucket from a team/,
      MINIO: /multi-tenant deployment takes no MINIO bucket from a team/,
    },
  },
  dedicated: {
    instance: { COREWEAVE: /not set up by yourselves/, AWS: true, GCP: true, AZURE: true, MINIO: true },
    team: { COREWEAVE: true, AWS: true, GCP: true, AZURE: true, MINIO: true },
  },
  "self-managed": {
    instance: { COREWEAVE: /not set up by yourselves/, AWS: true, GCP: true, AZURE: true, MINIO: true },
    team: { COREWEAVE: true, AWS: true, GCP: true, AZURE: true, MINIO: true },
  },
};

describe.each(DEPLOYMENT_TYPES)("%s", (deployment) => {
  for (const scope of SCOPES)
    it.each(PROVIDERS)(`${scope} level: %s`, (provider) => {
      const expected = EXPECTED[deployment][scope][provider];
      const refusal = providerRefusal(deployment, scope, provider);
      if (expected === true) expect(refusal).toBeUndefined();
      else expect(refusal?.message).toMatch(expected);
      expect(scopesOf(deployment, provider).includes(scope)).toBe(expected === true);
    });
});

it("a refusal says what to do", () => {
  expect(providerRefusal("multi-tenant", "team", "MINIO")?.fix).toBe("Use one of COREWEAVE, AWS, GCP.");
  expect(providerRefusal("dedicated", "instance", "COREWEAVE")?.fix).toMatch(/Contact support/);
  expect(providerRefusal("multi-tenant", "instance", "AWS")?.fix).toBe("Choose storage for each team.");
});
