import { parseAddress } from "../../lib/buckets/address.ts";
import { registeredAddressContext } from "../../lib/buckets/address-context.ts";
import type { ValidationKeys } from "../../lib/buckets/choose-keys.ts";
import { type RegisteredStores, readRegisteredStores } from "../../lib/buckets/registered-stores.ts";
import type { CheckName, CheckResult, Report } from "../../lib/buckets/report.ts";
import { validateBucket } from "../../lib/buckets/validate-bucket.ts";
import type { Deployment } from "../../lib/deployment.ts";
import type { TeamStore } from "../../lib/teams/team-store.ts";
import { memoryTeamStore } from "./memory-team-store.ts";

/** What a validation is given besides the address. */
export interface ValidationSetting {
  /** The operator's list. */
  registered: string;
  deployment?: Partial<Deployment>;
  org?: string;
  teamName?: string;
  teamStore?: TeamStore;
  now?: () => Date;
  callTimeoutMs?: number;
  validationKeys?: ValidationKeys;
  kmsKeyId?: string;
}

export interface Validated {
  report: Report;
  check(name: CheckName): CheckResult;
  /** The checks that did not pass, as `name: status severity`. */
  amiss: string[];
  /** Checks that broke off for a reason of ours. */
  broken: { check: CheckName; error: unknown }[];
  registered: RegisteredStores;
}

/** A page of this origin may talk to the local S3 store as it is. */
export const LOCAL_ORIGIN = "http://localhost:3000";

/** The validation engine, asked about one address. */
export async function validateAddress(address: string, setting: ValidationSetting): Promise<Validated> {
  const { org = "acme", teamName = "omega", callTimeoutMs = 2_000 } = setting;
  const deployment: Deployment = {
    type: "self-managed",
    org: "acme",
    frontendOrigins: [LOCAL_ORIGIN],
    ...setting.deployment,
  };
  const registered = readRegisteredStores(setting.registered);
  const broken: Validated["broken"] = [];
  const read = parseAddress(address, registeredAddressContext({ deployment, registered }));
  if (read.ok && setting.kmsKeyId !== undefined) read.bucket.kmsKeyId = setting.kmsKeyId;
  const report = await validateBucket(
    {
      deployment,
      registered,
      store: setting.teamStore ?? memoryTeamStore(),
      validationKeys: setting.validationKeys ?? (async () => undefined),
      now: setting.now ?? (() => new Date()),
      callTimeoutMs,
      onFault: (check, error) => broken.push({ check, error }),
    },
    { org, teamName, address: read },
  );
  return { report, check: checkIn(report), amiss: amissIn(report), broken, registered };
}

function checkIn(report: Report): Validated["check"] {
  return (name) => {
    const found = report.checks.find((check) => check.name === name);
    if (found === undefined) throw new Error(`The report has no ${name}`);
    return found;
  };
}

function amissIn(report: Report): string[] {
  return report.checks
    .filter(({ status }) => status === "failed" || status === "inconclusive")
    .map(({ name, status, severity }) => `${name}: ${status} ${severity}`);
}
