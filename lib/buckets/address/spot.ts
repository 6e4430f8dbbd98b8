import type { Provider } from "../../storage/bucket.ts";
import { type AddressFailure, refuse } from "./address-result.ts";
import { parseAwsHost } from "./aws-host.ts";
import { parseAzureHost } from "./azure-host.ts";
import { parseGoogleHost } from "./google-host.ts";
import { type HostOwner, hostOwner } from "./host-owner.ts";
import type { HostPort } from "./host-port.ts";

/** Whose store it is, and what its host says. */
export interface Spot {
  provider: Provider;
  /** Absent when only a bucket was written. */
  at?: HostPort;
  bucketName?: string;
  region?: string;
  /** Of an AWS host. */
  dnsSuffix?: string;
  /** Of Azure: lower case, still unchecked. */
  accountName?: string;
}

const TITLES: Record<HostOwner, string> = {
  AWS: "AWS",
  COREWEAVE: "CoreWeave",
  GCP: "Google Cloud Storage",
  AZURE: "Azure",
};

const READ_HOST = { AWS: parseAwsHost, GCP: parseGoogleHost, AZURE: parseAzureHost };

/** What a written host means. Hosts of the known providers mean their own provider; every other is S3-compatible. */
export function spotOf(at: HostPort): Spot | AddressFailure {
  const owner = hostOwner(at.host);
  if (owner === undefined) return { provider: "MINIO", at };
  if (at.port !== undefined && at.port !== 443) {
    return refuse(`${TITLES[owner]} is reached on port 443 only.`, "Leave the port away.");
  }
  if (owner === "COREWEAVE") return coreweaveSpot(at);
  const said = READ_HOST[owner](at.host);
  return "ok" in said ? said : { provider: owner, at, ...said };
}

/** https://docs.coreweave.com/products/storage/object-storage/using-object-storage/configure-endpoints */
function coreweaveSpot(at: HostPort): Spot | AddressFailure {
  if (at.host.endsWith("cwlota.com")) {
    return refuse(
      "cwlota.com (LOTA) answers only inside CoreWeave's clusters, so browsers and most SDKs could not reach the bucket.",
      "Write cwobject.com instead; machines inside the cluster may still use LOTA for their own reads.",
    );
  }
  if (at.host === "cwobject.com") return { provider: "COREWEAVE", at };
  return { provider: "COREWEAVE", at, bucketName: at.host.slice(0, -".cwobject.com".length) };
}
