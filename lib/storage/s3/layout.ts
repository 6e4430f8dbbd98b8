import { encodeKey } from "../percent-encode.ts";
import type { Reach } from "../room.ts";

/** Where a bucket lives, ready for signing. */
export interface Layout {
  /** `scheme://host[:port]`, as it stands in URLs. */
  origin: string;
  /** The Host header that clients send. */
  host: string;
  /** What stands in front of the key in the path: encoded, starts and ends with a slash. */
  pathPrefix: string;
  /** The region that the signature names. */
  region: string;
}

/**
 * The bucket as the first label of an https host.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export function virtualHosted(bucketName: string, domain: string, region: string): Layout {
  const host = `${bucketName}.${domain}`;
  return { origin: `https://${host}`, host, pathPrefix: "/", region };
}

/** The bucket as a segment of the path, under the endpoint's own base path. Throws on an endpoint that is no http(s) URL. */
export function pathStyle(bucketName: string, endpoint: string, region: string): Layout {
  const url = new URL(endpoint);
  if (url.protocol !== "http:" && url.protocol !== "https:") throw new Error("An endpoint is http or https");
  const basePath = url.pathname.replace(/\/+$/, "");
  return {
    origin: `${url.protocol}//${url.host}`,
    host: url.host,
    pathPrefix: `${basePath}/${encodeKey(bucketName)}/`,
    region,
  };
}

/** The bucket at a deployment's own endpoint: in the host where the template has `{bucket}`, else in the path. */
export function atEndpoint(bucketName: string, template: string, region: string): Layout {
  const withRegion = template.replaceAll("{region}", region);
  if (!withRegion.includes("{bucket}")) return pathStyle(bucketName, withRegion, region);
  const url = new URL(withRegion.replaceAll("{bucket}", bucketName));
  return { origin: url.origin, host: url.host, pathPrefix: `${url.pathname.replace(/\/+$/, "")}/`, region };
}

/** What to connect to for a bucket that is laid out so. */
export function reachOf(layout: Layout): Reach {
  const url = new URL(layout.origin);
  const tls = url.protocol === "https:";
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? (tls ? 443 : 80) : Number(url.port),
    tls,
  };
}
