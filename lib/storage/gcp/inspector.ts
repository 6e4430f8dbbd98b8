import { setTimeout } from "node:timers/promises";
import type { BucketMetadata } from "@google-cloud/storage";
import type { Bucket } from "../bucket.ts";
import type { Credentials, ServiceAccountKey } from "../credentials.ts";
import type { Inspector } from "../inspector.ts";
import type { EndpointTemplate } from "../room.ts";
import { bucketFacts } from "./bucket-facts.ts";

interface GcpInspectorOptions {
  /** For all of an inspection. */
  timeoutMs: number;
  /** The base of the JSON API; one that has the bucket in its host is of no use for it. */
  endpoint?: EndpointTemplate | undefined;
  /** Where access tokens come from, instead of Google's `https://oauth2.googleapis.com/token`. */
  tokenEndpoint?: string | undefined;
}

const READ_SCOPE = "https://www.googleapis.com/auth/devstorage.read_only";

/**
 * Reads the bucket's settings by the JSON API, which takes a service account's private key and the permission
 * `storage.buckets.get`. Whatever goes wrong, and with an HMAC key, no fact can be told: the SDK's errors hold tokens.
 */
export function gcpInspector(
  bucket: Bucket,
  credentials: Credentials,
  options: GcpInspectorOptions,
): Inspector {
  return {
    async inspect() {
      if (!("privateKey" in credentials)) return {};
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
    },
  };
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
