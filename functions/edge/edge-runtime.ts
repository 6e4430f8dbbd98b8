import type { EdgeConfig } from "../../lib/config.ts";
import type { Runtime } from "../wiring/runtime.ts";

/** What workerd gives the presign function: its bindings' keys for AWS, the console for a log, and no files. */
export function edgeRuntime(config: EdgeConfig): Runtime {
  return {
    functionName: "edge",
    write: edgeWrite,
    now: () => new Date(),
    access: {
      region: config.AWS_REGION,
      credentials: {
        accessKeyId: config.AWS_ACCESS_KEY_ID,
        secretAccessKey: config.AWS_SECRET_ACCESS_KEY,
        ...(config.AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: config.AWS_SESSION_TOKEN }),
      },
      endpoints: {
        dynamodb: config.BYOB_DYNAMODB_ENDPOINT,
        kms: config.AWS_ENDPOINT_URL_KMS,
        sts: config.AWS_ENDPOINT_URL_STS,
        secretsManager: config.AWS_ENDPOINT_URL_SECRETS_MANAGER,
      },
    },
  };
}

/** Takes one line of the log, without its end. */
export function edgeWrite(line: string): void {
  // biome-ignore lint/suspicious/noConsole: workerd's log is its console
  console.log(line);
}
