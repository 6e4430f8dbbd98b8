import { type Check, failed, inconclusive, passed } from "./check.ts";

export const endpointAllowed: Check = {
  severity: "error",
  needs: ["provider-supported", "store-registered"],
  async run(subject) {
    const admission = await subject.connection().admission();
    if (admission.outcome === "admitted") return passed("The endpoint is one that may be connected to.");
    if (admission.outcome === "refused")
      return failed(admission.message, "Use an endpoint on a network that the service may connect to.");
    return inconclusive(
      admission.message,
      "Correct the host name, or see that this service's DNS knows it. New names can take some minutes.",
    );
  },
};
