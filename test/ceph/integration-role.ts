import type { AwsService } from "../../lib/aws/aws-service.ts";
import { createIntegration, type Integration } from "../../lib/credentials/integration.ts";
import { stsService } from "../support/sts-service.ts";
import type { CephBench } from "./ceph-bench.ts";

/** A role of W&B's that may do everything to every bucket: what limits its sessions is their policy alone. */
export interface IntegrationRole {
  /** As the service makes sessions at AWS. */
  asAtAws: Integration;
  /** The same without the action that radosgw refuses a session policy for (16.2, 2026-11-24). */
  asRadosgwTakes: Integration;
}

const UNKNOWN_ACTION = ',"s3:GetEncryptionConfiguration"';

export async function createIntegrationRole(bench: CephBench, roleName: string): Promise<IntegrationRole> {
  const serviceId = `${roleName}-service`;
  const service = await bench.admin.createUser(serviceId);
  const roleArn = await bench.admin.createRole(roleName, serviceId);
  const roleBy = (sts: AwsService) =>
    createIntegration({ sts, roleArn, now: () => new Date(), durationSeconds: 900 });
  const sts = stsService(bench.endpoint, service);
  return { asAtAws: roleBy(sts), asRadosgwTakes: roleBy(withoutUnknownAction(sts)) };
}

function withoutUnknownAction(sts: AwsService): AwsService {
  return (call) => {
    const form = new URLSearchParams(call.body);
    form.set("Policy", form.get("Policy")?.replace(UNKNOWN_ACTION, "") ?? "");
    return sts({ ...call, body: form.toString() });
  };
}
