import { AppError } from "../../errors.ts";
import { type IntegrationPrincipals, principalFor } from "../../integration-principals.ts";
import { type Bucket, type Provider, rootOf } from "../../storage/bucket.ts";
import { roomOf } from "../../storage/catalog.ts";
import { CHALLENGE_NAME, ownershipChallenge } from "../ownership/ownership-challenge.ts";
import { providerRefusal } from "../provider-matrix.ts";
import { type ReadDeps, readStorageBucket } from "../read-storage-bucket.ts";
import type { StorageBucketBody } from "../storage-bucket.ts";
import { guideFor, type InstructionGuide } from "./guide.ts";
import type { Plan } from "./plan.ts";

export interface InstructionDeps extends ReadDeps {
  principals: IntegrationPrincipals;
}

/** What an admin has to do at the provider, in two flavours. */
export interface Instructions {
  provider: Provider;
  bucket: Bucket;
  principal?: string;
  recommended: "strict";
  strict: InstructionGuide;
  documented: InstructionGuide;
}

/**
 * Says how to make a bucket ready for a team, before there is one (spec §7). Opens no connection and keeps nothing;
 * keys in an address are dropped. Throws `request.invalid` for a bucket that cannot be read or is not taken here.
 */
export async function instructionsFor(
  deps: InstructionDeps,
  org: string,
  body: StorageBucketBody,
): Promise<Instructions> {
  const { type: deployment, frontendOrigins } = deps.deployment;
  const address = await readStorageBucket(deps, org, body);
  if (!address.ok) throw refused(address.problem, address.fix);
  const { bucket } = address;
  const room = roomOf(bucket.provider);
  const refusal = providerRefusal(deployment, "team", bucket.provider);
  if (refusal) throw refused(refusal.message, refusal.fix);
  const wrongName = room.nameProblem(bucket.name);
  if (wrongName !== undefined) throw refused(wrongName);

  const principal = principalFor(bucket, deps.principals);
  const root = rootOf(bucket);
  const endpoint = endpointOf(bucket);
  const plan: Omit<Plan, "flavour" | "origins"> = {
    deployment,
    org,
    bucket,
    root,
    address: room.printAddress(bucket),
    bucketAddress: room.printAddress({ ...bucket, path: "" }),
    warnings: address.warnings,
    ...(principal !== undefined && { principal }),
    ...(endpoint !== undefined && { endpoint }),
    ...(deployment === "multi-tenant" &&
      principal !== undefined && {
        challenge: { key: root + CHALLENGE_NAME, text: ownershipChallenge(org, bucket) },
      }),
  };
  const everyOrigin = ["*"];
  const origins = frontendOrigins.length === 0 ? everyOrigin : frontendOrigins;
  return {
    provider: bucket.provider,
    bucket,
    ...(principal !== undefined && { principal }),
    recommended: "strict",
    strict: guideFor({ ...plan, flavour: "strict", origins }),
    documented: guideFor({ ...plan, flavour: "documented", origins: everyOrigin }),
  };
}

function refused(problem: string, fix?: string): AppError {
  return new AppError("request.invalid", fix === undefined ? problem : `${problem} ${fix}`);
}

/** Where AWS's tools reach a store that is not AWS: the host without the bucket's own label. */
function endpointOf(bucket: Bucket): string | undefined {
  if (["AWS", "GCP", "AZURE"].includes(bucket.provider)) return undefined;
  if (bucket.endpoint !== undefined) return bucket.endpoint;
  const { host, port, tls } = roomOf(bucket.provider).reach(bucket);
  const name = host.startsWith(`${bucket.name}.`) ? host.slice(bucket.name.length + 1) : host;
  return `${tls ? "https" : "http"}://${name}${port === (tls ? 443 : 80) ? "" : `:${port}`}`;
}
