/** Bounds of every call to a service of AWS, the first attempt included. */
export const AWS_ATTEMPTS = 3;
export const AWS_TIMEOUT_MS = 3_000;
