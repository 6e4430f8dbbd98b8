import { readEndpoint } from "../../storage/minio/endpoint.ts";
import {
  type AddressContext,
  type AddressFailure,
  refuse,
  refuseProvider,
} from "../address/address-result.ts";
import { parseHostPort } from "../address/host-port.ts";
import type { Reading } from "../address/read-address.ts";
import { type Spot, spotOf } from "../address/spot.ts";
import type { PlainBody } from "./one-spelling.ts";
import { readEndpointField } from "./read-endpoint-field.ts";

type Found = Pick<Reading, "spot" | "options">;

/** Reads a bucket that was given field by field, without an address. */
export function readFields(body: PlainBody, context: AddressContext): Reading | AddressFailure {
  const { provider, name } = body;
  if (provider === undefined) {
    return refuse("Neither a provider nor an address was given.", "Give provider and name, or an address.");
  }
  if (provider === "GCP" || provider === "AZURE") return refuseProvider(provider);
  if (name === undefined) return refuse("The bucket's name is missing.", "Give it in the field name.");
  const found = body.endpoint ? fromEndpoint(body.endpoint) : fromProvider(provider, name, context);
  if ("ok" in found) return found;
  if (found.spot.bucketName !== undefined && found.spot.bucketName !== name) {
    return refuse(
      "The endpoint's host names another bucket than the field name does.",
      "Leave the bucket out of it.",
    );
  }
  return {
    spot: found.spot,
    name,
    path: body.path ?? "",
    options: { ...found.options, ...(body.region === undefined ? {} : { region: body.region }) },
  };
}

function fromEndpoint(text: string): Found | AddressFailure {
  const endpoint = readEndpointField(text);
  if ("ok" in endpoint) return endpoint;
  const { at, ...options } = endpoint;
  const spot = spotOf(at);
  return "ok" in spot ? spot : { spot, options };
}

function fromProvider(
  provider: Spot["provider"],
  name: string,
  context: AddressContext,
): Found | AddressFailure {
  return provider === "MINIO" ? fromRegistered(name, context) : { spot: { provider }, options: {} };
}

/** An S3-compatible bucket of which only the name was given: the one registered store with that bucket. */
function fromRegistered(name: string, context: AddressContext): Found | AddressFailure {
  const stores = (context.registered ?? []).filter(
    (store) => store.provider === "MINIO" && store.name === name,
  );
  const [store] = stores;
  if (!store) {
    return refuse(
      "No endpoint was given, and no registered store has a bucket of this name.",
      "Give the endpoint, or have the operator register the store.",
    );
  }
  if (stores.some((other) => other.endpoint !== store.endpoint || other.region !== store.region)) {
    return refuse(
      "Several registered stores have a bucket of this name.",
      "Give the endpoint of the one that is meant.",
    );
  }
  const { tls, host, port, basePath } = readEndpoint(store.endpoint);
  const at = parseHostPort(`${host}:${port}`);
  if ("ok" in at) return at;
  return {
    spot: { provider: "MINIO", at },
    options: {
      tls,
      ...(basePath === "" ? {} : { basePath }),
      ...(store.region === undefined ? {} : { region: store.region }),
    },
  };
}
