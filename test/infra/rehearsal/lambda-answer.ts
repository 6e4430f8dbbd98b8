/** What Lambda lets a function answer in one piece. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const PAYLOAD_BYTES = 6 * 1024 * 1024;

export interface LambdaAnswer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
  isBase64Encoded: boolean;
}

/**
 * What a handler answered, when it is what API Gateway takes in payload format 2.0; throws what is wrong with it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function checkedAnswer(answer: unknown): LambdaAnswer {
  const text = JSON.stringify(answer) ?? "";
  if (Buffer.byteLength(text) > PAYLOAD_BYTES)
    throw new Error("The answer is larger than Lambda lets through.");
  const given = JSON.parse(text) as Record<string, unknown>;
  const allowed = ["statusCode", "headers", "body", "isBase64Encoded", "cookies"];
  const unknown = Object.keys(given).filter((name) => !allowed.includes(name));
  if (unknown.length > 0)
    throw new Error(`The answer has ${unknown.join(", ")}, which API Gateway does not know.`);
  const { statusCode, headers = {}, body = "", isBase64Encoded = false } = given;
  const isStatus = Number.isInteger(statusCode) && Number(statusCode) >= 200 && Number(statusCode) <= 599;
  if (!isStatus) throw new Error("The answer has no status.");
  if (
    typeof headers !== "object" ||
    headers === null ||
    Object.values(headers).some((value) => typeof value !== "string")
  )
    throw new Error("The answer's headers are not strings.");
  if (typeof body !== "string" || typeof isBase64Encoded !== "boolean")
    throw new Error("The answer's body is no text.");
  return {
    statusCode: Number(statusCode),
    headers: headers as Record<string, string>,
    body,
    isBase64Encoded,
  };
}
