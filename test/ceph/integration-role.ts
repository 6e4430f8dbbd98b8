import { STSClient } from "@aws-sdk/client-sts";
import { createIntegration, type Integration } from "../../lib/credentials/integration.ts";
import type { CephBench } from "./ceph-bench.ts";

/** A role of W&B's that may do everything to every bucket: what limits its sessions is their policy alone. */
export interface IntegrationRole {
  /** As the service makes sessions at AWS. */
  asAtAws: Integration;
  /** The same without the action that radosgw refuses a session policy for (16.2, 2026-11-24). */
  asRadosgwTakes: Integration;
  close(): void;
}

const UNKNOWN_ACTION = ',"s3:GetEncryptionConfiguration"';

export async function createIntegrationRole(bench: CephBench, roleName: string): Promise<IntegrationRole> {
  const serviceId = `${roleName}-service`;
  const service = await bench.admin.createUser(serviceId);
  const roleArn = await bench.admin.createRole(roleName, serviceId);
  const clients = [false, true].map((lenient) => {
    const sts = new STSClient({
      endpoint: bench.endpoint,
      region: "us-east-1",
      credentials: {
        accessKeyId: service.accessKeyId,
        secretAccessKey: service.secretAccessKey.reveal(),
      },
    });
    if (lenient) leaveOutUnknownAction(sts);
    return sts;
  });
  const [asAtAws, asRadosgwTakes] = clients.map((sts) =>
    createIntegration({ sts, roleArn, now: () => new Date(), durationSeconds: 900 }),
  );
  if (asAtAws === undefined || asRadosgwTakes === undefined) throw new Error("There are two of them");
  return {
    asAtAws,
    asRadosgwTakes,
    close() {
      for (const sts of clients) sts.destroy();
    },
  };
}

function leaveOutUnknownAction(sts: STSClient): void {
  sts.middlewareStack.add(
    (next) => (call) => {
      const { input } = call;
      if ("Policy" in input) input.Policy = input.Policy?.replace(UNKNOWN_ACTION, "");
      return next(call);
    },
    { step: "initialize" },
  );
}
