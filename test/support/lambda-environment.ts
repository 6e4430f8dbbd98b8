/** What Lambda itself puts into a function's environment, as far as the functions read it. */
export const LAMBDA_ENVIRONMENT = {
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "ASIAFUNCTIONSROLE",
  AWS_SECRET_ACCESS_KEY: "functions/role+secret",
};
