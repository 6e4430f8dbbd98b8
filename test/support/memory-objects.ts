import type { Fault, SeenRequest, Turn } from "./scripted-store.ts";
import { healthySettings } from "./store-faults.ts";

/** A request as a policy sees it. */
export interface PolicyRequest {
  kind: SeenRequest["kind"];
  /** Of the key that signed, as it stands in the URL. */
  accessKeyId: string;
  /** What is asked for, decoded; a list's prefix. */
  key: string;
}

interface Options {
  /** The bucket's path on the server, e.g. `/base/bucket/`. */
  bucketPath: string;
  /** Everyone may do everything when absent. */
  allows?: (request: PolicyRequest) => boolean;
  /** What the store says of each object that it takes or shows. */
  says?: Record<string, string>;
  /** By key; what is in it when the store starts, and what was put there. */
  objects?: Map<string, Uint8Array>;
}

/**
 * An S3 of our own, for what no store here evaluates: principal tags and KMS keys. It believes every signature, and
 * goes by the name of the key that signed.
 */
export function memoryObjects({ bucketPath, allows, says = {}, objects = new Map() }: Options): Fault {
  return {
    act(turn) {
      const { seen, response } = turn;
      const { pathname, searchParams } = new URL(seen.url, "http://store.test");
      const key = seen.kind === "list" ? (searchParams.get("prefix") ?? "") : keyOf(pathname, bucketPath);
      const [accessKeyId = ""] = (searchParams.get("X-Amz-Credential") ?? "").split("/");
      const asked = { kind: seen.kind, accessKeyId, key };
      if (seen.kind === "preflight") return allowPage(turn);
      if (seen.kind === "settings") return healthySettings.act(turn);
      const denied = seen.kind === "unsigned" || seen.kind === "copy" || allows?.(asked) === false;
      if (denied) return error(turn, 403, "AccessDenied");
      const headers = { ...says, ...pageHeaders(seen) };
      if (seen.kind === "multipart") return multipart(turn, objects, key);
      switch (seen.kind) {
        case "list":
          response.writeHead(200, headers).end("<ListBucketResult></ListBucketResult>");
          return;
        case "put":
          objects.set(key, seen.body);
          response.writeHead(200, headers).end();
          return;
        case "delete":
          objects.delete(key);
          response.writeHead(204).end();
          return;
        default: {
          const body = objects.get(key);
          if (body === undefined) return error(turn, 404, "NoSuchKey");
          response.writeHead(200, { ...headers, "content-length": body.byteLength });
          response.end(seen.kind === "head" ? undefined : body);
        }
      }
    },
  };
}

function keyOf(pathname: string, bucketPath: string): string {
  return decodeURIComponent(pathname).slice(bucketPath.length);
}

function multipart({ seen, response }: Turn, objects: Map<string, Uint8Array>, key: string): void {
  if (seen.method === "POST" && /[?&]uploads=/.test(seen.url)) {
    response.end(
      "<InitiateMultipartUploadResult><UploadId>upload-1</UploadId></InitiateMultipartUploadResult>",
    );
  } else if (seen.method === "POST") {
    objects.set(key, new Uint8Array());
    response.end("<CompleteMultipartUploadResult></CompleteMultipartUploadResult>");
  } else response.writeHead(seen.method === "DELETE" ? 204 : 200, { etag: '"part"' }).end();
}

function allowPage({ seen, response }: Turn): void {
  response
    .writeHead(200, {
      ...pageHeaders(seen),
      "access-control-allow-methods": "GET, HEAD, PUT",
      "access-control-allow-headers": String(seen.headers["access-control-request-headers"] ?? ""),
    })
    .end();
}

function pageHeaders({ headers }: SeenRequest): Record<string, string> {
  if (headers.origin === undefined) return {};
  return { "access-control-allow-origin": headers.origin, "access-control-expose-headers": "ETag" };
}

function error({ response }: Turn, status: number, code: string): void {
  response
    .writeHead(status, { "content-type": "application/xml" })
    .end(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
}
