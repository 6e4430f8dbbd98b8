type Json = Record<string, unknown>;

const NO_VALUE = { Ref: "AWS::NoValue" };

/**
 * Two renderings of one document as one, with a condition wherever they differ.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
 */
export function either(condition: string, yes: unknown, no: unknown): unknown {
  if (isObject(yes) && isObject(no)) {
    const keys = new Set([...Object.keys(yes), ...Object.keys(no)]);
    return Object.fromEntries([...keys].map((key) => [key, either(condition, yes[key], no[key])]));
  }
  if (Array.isArray(yes) && Array.isArray(no) && yes.length === no.length)
    return yes.map((item, index) => either(condition, item, no[index]));
  if (yes === no) return yes;
  return { "Fn::If": [condition, yes ?? NO_VALUE, no ?? NO_VALUE] };
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
