import { type Check, failed, inconclusive, passed } from "./check.ts";

export const endpointReachable: Check = {
  severity: "error",
  needs: ["endpoint-allowed"],
  async run(subject) {
    const reached = await subject.connection().reached();
    if (reached.ok) return passed("The endpoint answers.");
    const message = `${reached.step}: ${reached.message}`;
    const fix =
      reached.step === "TLS"
        ? "Check the port, whether the store speaks https there, and its certificate."
        : "Check host and port, that the store runs, and that firewalls let this service through.";
    return reached.definite ? failed(message, fix) : inconclusive(message, fix);
  },
};
