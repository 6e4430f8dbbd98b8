import { type AddressContext, type AddressFailure, refuse } from "../address/address-result.ts";
import type { Assembled, Reading } from "../address/reading.ts";
import type { Bucket } from "../bucket.ts";
import { printEndpoint } from "./endpoint.ts";
import { place } from "./naming.ts";

const HTTP_WARNING =
  "The store is reached over plain http, W&B's default for S3-compatible stores. If it speaks TLS, add tls=true (or begin the endpoint with https://).";
const STYLE_WARNING =
  "forcePathStyle=false has no effect: S3-compatible stores are always reached in path-style.";

/** A bucket of an S3-compatible store. A registered store at the same place fills in scheme and region. */
export function minioBucket(reading: Reading, context: AddressContext): Assembled | AddressFailure {
  const { name, path, options, spot } = reading;
  if (!spot.at) throw new Error("An S3-compatible store was read without a host.");
  const { host, port } = spot.at;
  const tls = options.tls ?? false;
  const written = printEndpoint({
    tls,
    host,
    port: port ?? (tls ? 443 : 80),
    basePath: options.basePath ?? "",
  });
  const registered = registeredTwin({ provider: "MINIO", name, path, endpoint: written }, context);
  const endpoint = options.tls === undefined ? (registered?.endpoint ?? written) : written;
  const region = options.region ?? registered?.region;
  if (region === undefined) {
    return refuse(
      "The region of the S3-compatible store is missing.",
      "Give the region that the store is configured with; most take us-east-1.",
    );
  }
  if (!/^[A-Za-z0-9-]{1,64}$/.test(region)) {
    return refuse("The region is not made of letters, digits and hyphens.");
  }
  const warnings = [
    ...(options.tls === undefined && endpoint.startsWith("http:") ? [HTTP_WARNING] : []),
    ...(options.forcePathStyle === false ? [STYLE_WARNING] : []),
  ];
  return { bucket: { provider: "MINIO", name, path, region, endpoint }, warnings };
}

function registeredTwin(bucket: Bucket, context: AddressContext): Bucket | undefined {
  return context.registered?.find((store) => store.provider === "MINIO" && place(store) === place(bucket));
}
