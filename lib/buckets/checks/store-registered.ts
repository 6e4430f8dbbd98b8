import { isIP } from "node:net";
import { refusalOf } from "../connecting/endpoint-guard.ts";
import { type Check, failed, passed, skipped } from "./check.ts";

export const storeRegistered: Check = {
  severity: "error",
  needs: ["provider-supported", "bucket-name-valid"],
  run({ deployment, registered, bucket, room, connection }) {
    if (deployment.type === "multi-tenant")
      return skipped("Not applicable: a multi-tenant deployment has no registered stores.");
    if (registered.covers(bucket)) return passed("The operator has registered this store.");
    const { host } = connection().reach;
    const never = isIP(host) === 0 ? undefined : refusalOf(host, true);
    if (never !== undefined)
      return failed(
        `The host ${host} is ${never}, which is not connected to, registered or not.`,
        "Give the store's own address.",
      );
    const entry = bucket.provider === "COREWEAVE" ? "cw://" : room.printAddress({ ...bucket, path: "" });
    return failed(
      "This store is not registered with the deployment.",
      `Ask the operator to add ${entry}${bucket.provider === "COREWEAVE" ? "" : " (with its credentials, if they are to be shared)"} to ` +
        "GORILLA_SUPPORTED_FILE_STORES and to restart the service.",
    );
  },
};
