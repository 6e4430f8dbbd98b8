/** How often a call to a service of AWS is sent at most, and how long one attempt may take. */
export const AWS_ATTEMPTS = 3;
export const AWS_TIMEOUT_MS = 3_000;
