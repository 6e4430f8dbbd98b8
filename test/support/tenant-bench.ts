import type { ValidationKeys } from "../../lib/buckets/choose-keys.ts";
import type { Deployment } from "../../lib/deployment.ts";
import { secret } from "../../lib/secret.ts";
import { memoryObjects, type PolicyRequest } from "./memory-objects.ts";
import { type Fault, type ScriptedStore, startScriptedStore } from "./scripted-store.ts";
import { type Validated, type ValidationSetting, validateAddress } from "./validate-address.ts";

/** A request as a bucket policy sees it: by the organisation that the session is tagged with. */
export interface TaggedRequest extends PolicyRequest {
  org: string;
  purpose: string;
}

interface Options extends Partial<ValidationSetting> {
  /** The bucket's policy for W&B's role. */
  allows: (request: TaggedRequest) => boolean;
  objects?: Map<string, Uint8Array>;
  faults?: readonly Fault[];
  path?: string;
  deployment?: Partial<Deployment>;
}

/** A customer's bucket in multi-tenant, without keys of its own: W&B's role signs, with a session for each organisation. */
export interface TenantBench {
  store: ScriptedStore;
  /** Every organisation and purpose that keys were asked for. */
  sessions: { org: string; purpose: string }[];
  validate(options: Options): Promise<Validated>;
  close(): Promise<void>;
}

export const TENANT_BUCKET = "tenant-bucket";

export async function startTenantBench(): Promise<TenantBench> {
  const store = await startScriptedStore("http://127.0.0.1:1/"); // nothing is handed on
  const sessions: TenantBench["sessions"] = [];

  const validationKeys: ValidationKeys = async ({ org, purpose }) => {
    sessions.push({ org, purpose });
    return {
      accessKeyId: Buffer.from(JSON.stringify({ org, purpose })).toString("base64url"),
      secretAccessKey: secret("secret"),
      sessionToken: secret(`session of ${org}`),
      expiresAt: new Date(Date.now() + 900_000),
    };
  };

  return {
    store,
    sessions,
    validate({ allows, objects, faults = [], path = "", ...setting }) {
      sessions.length = 0;
      const tagged = (request: PolicyRequest): TaggedRequest => ({
        ...request,
        ...JSON.parse(Buffer.from(request.accessKeyId, "base64url").toString()),
      });
      store.script(
        ...faults,
        memoryObjects({
          bucketPath: `/${TENANT_BUCKET}/`,
          allows: (request) => allows(tagged(request)),
          ...(objects && { objects }),
        }),
      );
      return validateAddress(`s3://${TENANT_BUCKET}${path && `/${path}`}?region=us-east-1`, {
        registered: "",
        validationKeys,
        ...setting,
        deployment: {
          type: "multi-tenant",
          endpoints: { AWS: store.endpoint.replace(/\/$/, "") },
          ...setting.deployment,
        },
      });
    },
    close: store.close,
  };
}
