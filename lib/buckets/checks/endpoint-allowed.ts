import { type Check, failed, inconclusive, passed } from "./check.ts";

export const endpointAllowed: Check = {
  severity: "error",
  needs: ["provider-supported", "store-registered"],
  async run(subject) {
    const admission = await subject.connection().admission();
    if (admission.outcome === "admitted") return passed("The endpoint is one that may be connected to.");
    const { outcome, message, fix } = admission;
    return outcome === "refused" ? failed(message, fix) : inconclusive(message, fix);
  },
};
