import { providerRefusal } from "../provider-matrix.ts";
import { type Check, failed, passed } from "./check.ts";

export const providerSupported: Check = {
  severity: "error",
  needs: ["address-well-formed"],
  run({ deployment, scope, bucket, room }) {
    const refusal = providerRefusal(deployment.type, scope, bucket.provider);
    if (refusal !== undefined) return failed(refusal.message, refusal.fix);
    return passed(`${room.title} is supported here.`);
  },
};
