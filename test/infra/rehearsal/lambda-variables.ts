/** A variable that the template does not give, and why a function has it all the same. */
interface LambdaVariable {
  name: string;
  /** Who would set it in AWS; `rehearsal` for what is only so here. */
  by: "lambda" | "rehearsal";
  reason: string;
}

/** Everything that is in a function's environment here beside what the template gives it. */
export const LAMBDA_VARIABLES = [
  { name: "AWS_REGION", by: "lambda", reason: "where the function runs; a function may not set it" },
  {
    name: "AWS_LAMBDA_FUNCTION_NAME",
    by: "lambda",
    reason: "AWS's SDK looks for it to trace calls in a circle",
  },
  { name: "AWS_ACCESS_KEY_ID", by: "lambda", reason: "the role's session" },
  { name: "AWS_SECRET_ACCESS_KEY", by: "lambda", reason: "the role's session" },
  { name: "AWS_SESSION_TOKEN", by: "lambda", reason: "the role's session" },
  { name: "AWS_ENDPOINT_URL", by: "rehearsal", reason: "AWS's services are stand-ins on this machine" },
  {
    name: "NODE_EXTRA_CA_CERTS",
    by: "rehearsal",
    reason: "the issuer of tokens is on this machine, behind a certificate that nobody else trusts",
  },
] as const satisfies readonly LambdaVariable[];

export type LambdaVariables = Record<(typeof LAMBDA_VARIABLES)[number]["name"], string>;
