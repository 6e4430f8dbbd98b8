import { type Check, failed, inconclusive, passed } from "./check.ts";

export const endpointReachable: Check = {
  severity: "error",
  needs: ["endpoint-allowed"],
  async run(subject) {
    const reached = await subject.connection().reached();
    if (reached.ok) return passed("The endpoint answers.");
    const message = `${reached.step}: ${reached.message}`;
    return reached.definite ? failed(message, reached.fix) : inconclusive(message, reached.fix);
  },
};
