import { type AddressContext, type AddressFailure, refuse } from "../../storage/address/address-result.ts";
import { trimSlashes } from "../../storage/address/path.ts";
import type { AddressOptions } from "../../storage/address/query.ts";
import { readAddress } from "../../storage/address/read-address.ts";
import type { Reading } from "../../storage/address/reading.ts";
import { spotOf } from "../../storage/address/spot.ts";
import { readContainerName } from "./container-name.ts";
import type { PlainBody } from "./one-spelling.ts";
import { readEndpointField } from "./read-endpoint-field.ts";

/** Reads a bucket that was given as an address, with fields beside it: what stands in both must agree. */
export function readWithAddress(
  address: string,
  body: Omit<PlainBody, "address">,
  context: AddressContext,
): Reading | AddressFailure {
  const reading = readAddress(address, context);
  if ("ok" in reading) return reading;
  const otherName = nameBeside(body, reading);
  if (otherName) return otherName;
  const path = trimSlashes(body.path ?? "");
  const writtenPath = trimSlashes(reading.path);
  if (path !== "" && writtenPath !== "" && path !== writtenPath) return twice("path");
  const region = reading.options.region ?? body.region;
  if (body.region !== undefined && body.region !== region) return twice("region");
  const endpoint = body.endpoint === undefined ? {} : endpointBeside(body.endpoint, reading);
  if ("ok" in endpoint) return endpoint;
  return {
    ...reading,
    path: writtenPath === "" ? path : writtenPath,
    options: { ...endpoint, ...reading.options, ...(region === undefined ? {} : { region }) },
  };
}

/** A failure when the fields beside an address name another bucket, or another account or container of Azure. */
function nameBeside(body: Omit<PlainBody, "address">, { spot, name }: Reading): AddressFailure | undefined {
  if (spot.provider !== "AZURE") return (body.name ?? name) === name ? undefined : twice("name");
  const beside = readContainerName(body);
  if ("ok" in beside) return beside;
  const field = body.name === undefined ? undefined : "name";
  if ((beside.containerName ?? name) !== name) return twice(field ?? "containerName");
  if ((beside.accountName ?? spot.accountName) !== spot.accountName) return twice(field ?? "accountName");
  return undefined;
}

function twice(field: string): AddressFailure {
  return refuse(
    `The address says one thing and the field ${field} beside it another.`,
    `Leave ${field} to the address.`,
  );
}

/** What an endpoint beside an address adds to it: a scheme or a base path that the address leaves open. */
function endpointBeside(text: string, { spot, name, options }: Reading): AddressOptions | AddressFailure {
  const endpoint = readEndpointField(text);
  if ("ok" in endpoint) return endpoint;
  const beside = spotOf(endpoint.at);
  if ("ok" in beside) return beside;
  const { tls = options.tls, basePath = options.basePath } = endpoint;
  const port = { written: spot.at?.port ?? (tls ? 443 : 80), beside: endpoint.at.port ?? (tls ? 443 : 80) };
  const agrees =
    beside.provider === spot.provider &&
    (beside.bucketName ?? name) === name &&
    (beside.accountName ?? spot.accountName) === spot.accountName &&
    (beside.region ?? spot.region) === (spot.region ?? beside.region) &&
    (spot.provider !== "MINIO" || (endpoint.at.host === spot.at?.host && port.written === port.beside)) &&
    tls === (options.tls ?? tls) &&
    basePath === (options.basePath ?? basePath);
  if (!agrees) return twice("endpoint");
  return { ...(tls === undefined ? {} : { tls }), ...(basePath === undefined ? {} : { basePath }) };
}
