import { setTimeout } from "node:timers/promises";
import type { BucketMetadata } from "@google-cloud/storage";
import type { Bucket } from "../bucket.ts";
import type { Credentials, ServiceAccountKey } from "../credentials.ts";
import type { BucketFacts, Inspector } from "../inspector.ts";
import type { EndpointTemplate } from "../room.ts";
import type { Spend } from "../spent.ts";
import type { SignSubresource } from "../subresource.ts";
import { bucketFacts } from "./bucket-facts.ts";
import { xmlSettings } from "./xml-settings.ts";

interface GcpInspectorOptions {
  sign: SignSubresource;
  spend: Spend;
  /** For all of an inspection. */
  timeoutMs: number;
  /** The base of the JSON API; one that has the bucket in its host is of no use for it. */
  endpoint?: EndpointTemplate | undefined;
  /** Where access tokens come from, instead of Google's `https://oauth2.googleapis.com/token`. */
  tokenEndpoint?: string | undefined;
}

const READ_SCOPE = "https://www.googleapis.com/auth/devstorage.read_only";

/**
 * Reads the bucket's settings by the XML API, and with a service account's private key by the JSON API too, which alone
 * tells of soft delete; both want the permission `storage.buckets.get`. What goes wrong leaves a fact untold: the SDK's
 * errors hold tokens. A deployment's own way to the store is taken for a way to its XML API alone, unless it has a
 * token endpoint too.
 */
export function gcpInspector(
  bucket: Bucket,
  credentials: Credentials,
  options: GcpInspectorOptions,
): Inspector {
  const { endpoint, tokenEndpoint, sign, spend } = options;
  return {
    async inspect() {
      const jsonToo = "privateKey" in credentials && (endpoint === undefined || tokenEndpoint !== undefined);
      const [byXml, byJson] = await Promise.all([
        xmlSettings(bucket, sign, spend),
        jsonToo ? jsonSettings(bucket, credentials, options) : undefined,
      ]);
      return { ...byXml, ...byJson };
    },
  };
}

async function jsonSettings(
  bucket: Bucket,
  credentials: ServiceAccountKey,
  options: GcpInspectorOptions,
): Promise<BucketFacts> {
  const late = new AbortController();
  try {
    const metadata = await Promise.race([
      readMetadata(bucket, credentials, options),
      setTimeout(options.timeoutMs, undefined, { signal: late.signal }),
    ]);
    return metadata ? bucketFacts(metadata, bucket) : {};
  } catch {
    return {};
  } finally {
    late.abort();
  }
}

async function readMetadata(
  bucket: Bucket,
  { clientEmail, privateKey }: ServiceAccountKey,
  { timeoutMs, endpoint, tokenEndpoint }: GcpInspectorOptions,
): Promise<BucketMetadata> {
  const [{ Storage }, { JWT }] = await Promise.all([
    import("@google-cloud/storage"),
    import("google-auth-library"),
  ]);
  // No timeout of its own: when it strikes before a retry, node-fetch throws where nobody can catch it (3.3, 2026-11).
  const authClient = new JWT({ email: clientEmail, key: privateKey.reveal(), scopes: [READ_SCOPE] });
  if (tokenEndpoint !== undefined) {
    authClient.transporter.interceptors.request.add({
      resolved: async (request) => ({ ...request, url: new URL(tokenEndpoint) }),
    });
  }
  const apiEndpoint = endpoint?.includes("{bucket}") ? undefined : endpoint;
  const storage = new Storage({
    authClient,
    ...(apiEndpoint !== undefined && { apiEndpoint, useAuthWithCustomEndpoint: true }),
    timeout: timeoutMs,
    retryOptions: { autoRetry: false },
  });
  const [metadata] = await storage.bucket(bucket.name).getMetadata();
  return metadata;
}
