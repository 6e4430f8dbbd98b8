import { type AddressContext, type AddressFailure, refuse } from "../../storage/address/address-result.ts";
import { parseHostPort } from "../../storage/address/host-port.ts";
import type { Reading, Spot } from "../../storage/address/reading.ts";
import { spotOf } from "../../storage/address/spot.ts";
import type { Provider } from "../../storage/bucket.ts";
import { readEndpoint } from "../../storage/minio/endpoint.ts";
import { readContainerName } from "./container-name.ts";
import type { PlainBody } from "./one-spelling.ts";
import { readEndpointField } from "./read-endpoint-field.ts";

type Found = Pick<Reading, "spot" | "options">;

/** Reads a bucket that was given field by field, without an address. */
export function readFields(body: PlainBody, context: AddressContext): Reading | AddressFailure {
  const { provider, endpoint, region } = body;
  if (provider === undefined) {
    return refuse("Neither a provider nor an address was given.", "Give provider and name, or an address.");
  }
  const found = endpoint === undefined ? fromProvider(provider, body.name, context) : fromEndpoint(endpoint);
  if ("ok" in found) return found;
  const named =
    found.spot.provider === "AZURE" ? nameContainer(found.spot, body) : nameBucket(found.spot, body);
  if ("ok" in named) return named;
  return {
    ...named,
    path: body.path ?? "",
    options: { ...found.options, ...(region === undefined ? {} : { region }) },
  };
}

type Named = Pick<Reading, "spot" | "name">;

const NAME_MISSING = refuse("The bucket's name is missing.", "Give it in the field name.");

function nameBucket(spot: Spot, { name }: PlainBody): Named | AddressFailure {
  if (name === undefined) return NAME_MISSING;
  if (spot.bucketName === undefined || spot.bucketName === name) return { spot, name };
  return refuse(
    "The endpoint's host names another bucket than the field name does.",
    "Leave the bucket out of it.",
  );
}

function nameContainer(spot: Spot, body: PlainBody): Named | AddressFailure {
  const written = readContainerName(body);
  if ("ok" in written) return written;
  const { containerName, accountName = spot.accountName } = written;
  if (accountName === undefined) {
    return refuse(
      "The name of the storage account is missing.",
      "Give it in the field accountName, or write <account>/<container> into name.",
    );
  }
  if (containerName === undefined) {
    return refuse("The container's name is missing.", "Give it in the field containerName.");
  }
  if (spot.accountName === undefined || spot.accountName === accountName) {
    return { spot: { ...spot, accountName }, name: containerName };
  }
  return refuse(
    "The endpoint's host is that of another storage account than the one that the fields name.",
    "Leave the endpoint away.",
  );
}

function fromEndpoint(text: string): Found | AddressFailure {
  const endpoint = readEndpointField(text);
  if ("ok" in endpoint) return endpoint;
  const { at, ...options } = endpoint;
  const spot = spotOf(at);
  return "ok" in spot ? spot : { spot, options };
}

function fromProvider(
  provider: Provider,
  name: string | undefined,
  context: AddressContext,
): Found | AddressFailure {
  if (provider !== "MINIO") return { spot: { provider }, options: {} };
  return name === undefined ? NAME_MISSING : fromRegistered(name, context);
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
