import { ROOMS } from "../catalog.ts";
import { type AddressFailure, refuse } from "./address-result.ts";
import { hostOwner } from "./host-owner.ts";
import type { HostPort } from "./host-port.ts";
import type { Spot } from "./reading.ts";

/** What a written host means. Hosts of the known providers mean their own provider; every other is S3-compatible. */
export function spotOf(at: HostPort): Spot | AddressFailure {
  const provider = hostOwner(at.host);
  if (provider === undefined) return { provider: "MINIO", at };
  const { title, address } = ROOMS[provider];
  if (at.port !== undefined && at.port !== 443) {
    return refuse(`${title} is reached on port 443 only.`, "Leave the port away.");
  }
  const said = address.readHost(at.host);
  return "ok" in said ? said : { provider, at, ...said };
}
