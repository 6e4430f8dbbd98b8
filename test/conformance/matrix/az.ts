import type { CorsRule } from "@azure/storage-blob";
import type { AzureBench } from "../../support/azure-bench.ts";
import type { PlainRule } from "./cors-rows.ts";
import { type Call, callsOf } from "./run-fix.ts";

/** Does to the account what the fix's commands would; gives the roles that they assign. */
export async function applyAz(bench: AzureBench, fix: string): Promise<string[]> {
  const roles: string[] = [];
  for (const call of await callsOf(fix)) {
    if (call.verb === "az role assignment create") roles.push(call.options["--role"]?.[0] ?? "");
    else await apply(bench, call);
  }
  return roles;
}

async function apply({ account, accountName, containerName }: AzureBench, call: Call): Promise<void> {
  const { verb, options } = call;
  const named = options["--account-name"] ?? options["--name"];
  if (named?.join() !== accountName) throw new Error(`This is about another account: ${verb} ${named}`);
  const first = (option: string) => options[option]?.[0];
  switch (verb) {
    case "az storage cors clear":
      await account.setProperties({ cors: [] });
      return;
    case "az storage cors add": {
      const { cors = [] } = await account.getProperties(); // it adds a rule behind those that are there
      await account.setProperties({ cors: [...cors, ruleOf(call)] });
      return;
    }
    case "az storage account blob-service-properties update":
      await account.setProperties({
        deleteRetentionPolicy: {
          enabled: first("--enable-delete-retention") === "true",
          days: Number(first("--delete-retention-days")),
        },
      });
      return;
    case "az storage account update":
      if (first("--allow-blob-public-access") === "false")
        await account.getContainerClient(containerName).setAccessPolicy(); // Azurite has no such switch
      return;
    case "az storage account show":
      return;
    default:
      throw new Error(`This does nothing to the account: ${verb}`);
  }
}

function ruleOf({ options }: Call): CorsRule {
  const all = (option: string) => [...(options[option] ?? [])];
  const [origins, methods] = [all("--origins"), all("--methods")];
  const [sent, read] = [all("--allowed-headers"), all("--exposed-headers")];
  return asAzure({ origins, methods, sent, read });
}

export function asAzure({ origins, methods, sent, read }: PlainRule): CorsRule {
  return {
    allowedOrigins: origins.join(","),
    allowedMethods: methods.join(","),
    allowedHeaders: sent.join(","),
    exposedHeaders: read.join(","),
    maxAgeInSeconds: 3_000,
  };
}
