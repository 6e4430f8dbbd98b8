import type { Context, Hono } from "hono";
import { readEdgeConfig } from "../../lib/config.ts";
import { storeLinesByFetch } from "../../lib/presign/multipart/store-line-by-fetch.ts";
import { presignApp } from "../presign/app.ts";
import { apiDeps } from "../wiring/api-deps.ts";
import { awsParts } from "../wiring/aws-parts.ts";
import { uploadKeyReader } from "../wiring/aws-secrets.ts";
import { awsTeamReader } from "../wiring/aws-team-reader.ts";
import { awsVault } from "../wiring/aws-vault.ts";
import { signingDeps } from "../wiring/signing-deps.ts";
import { edgeRuntime } from "./edge-runtime.ts";

/** What a worker is bound to: variables and secrets as text, other things as objects. */
export type Bindings = Readonly<Record<string, unknown>>;

/** The presign function as the bindings configure it. Rejects with a plain Error that names each wrong binding. */
export async function edgeApp(bindings: Bindings): Promise<Hono> {
  const config = readEdgeConfig(textsOf(bindings));
  const runtime = edgeRuntime(config);
  const parts = await awsParts(config, runtime, awsTeamReader);
  const deps = signingDeps(
    parts,
    awsVault(runtime.access, config.BYOB_VAULT_KEY_ARN),
    uploadKeyReader(runtime.access, config.BYOB_UPLOAD_KEY_ARN),
    storeLinesByFetch(parts),
  );
  return presignApp(deps, apiDeps(config, parts, runtime, callersIp));
}

function textsOf(bindings: Bindings): Record<string, string> {
  return Object.fromEntries(
    Object.entries(bindings).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** Cloudflare sets it, whatever the caller sent. https://developers.cloudflare.com/fundamentals/reference/http-headers/#cf-connecting-ip */
function callersIp(c: Context): string | undefined {
  return c.req.header("cf-connecting-ip");
}
