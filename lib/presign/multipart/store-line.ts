import type { Admission } from "../../buckets/connecting/endpoint-guard.ts";
import type { RegisteredStores } from "../../buckets/registered-stores.ts";
import type { Deployment } from "../../deployment.ts";
import { AppError } from "../../errors.ts";
import type { OpenLine } from "./store-call.ts";

export interface StoreLineDeps {
  deployment: Deployment;
  registered: RegisteredStores;
}

/**
 * Opens lines to teams' stores by the same rules as validation does: names are resolved once, and only admitted
 * addresses are connected to. The client is loaded when the first line is opened: signing alone needs none.
 */
export function storeLines({ deployment, registered }: StoreLineDeps): OpenLine {
  return async ({ room, team }, timeoutMs) => {
    const [{ openConnection }, { requestSpender }] = await Promise.all([
      import("../../buckets/connecting/connection.ts"),
      import("../../buckets/connecting/spend-requests.ts"),
    ]);
    const { bucket } = team.binding;
    const endpoint = deployment.endpoints?.[bucket.provider];
    const connection = openConnection(room.reach(bucket, endpoint), {
      registered: endpoint !== undefined || registered.find(bucket) !== undefined,
      timeoutMs,
    });
    const admission = await connection.admission();
    if (admission.outcome !== "admitted") throw notAdmitted(admission, deployment.type);
    const spendRequest = requestSpender(room, await connection.client(), AbortSignal.timeout(timeoutMs));
    return {
      async spend(grant, body, how) {
        const { method, url, headers } = await grant;
        return spendRequest({ method, url, headers, ...(body === undefined ? {} : { body }), ...how });
      },
      close: connection.close,
    };
  };
}

function notAdmitted(
  admission: Exclude<Admission, { outcome: "admitted" }>,
  deployment: Deployment["type"],
): AppError {
  const { outcome, message } = admission;
  // A multi-tenant deployment registers no stores.
  if (outcome === "refused" && admission.ifRegistered && deployment !== "multi-tenant")
    return new AppError(
      "store.not_registered",
      `${message} Stores on a private network are served while they are registered with this deployment, and this one is not.`,
    );
  return new AppError("store.unavailable", message, { retryAfterSeconds: 5 });
}
