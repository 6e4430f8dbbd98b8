/**
 * Whether a store's name of a KMS key stands for the declared one. Stores answer with an ARN whatever was declared; an
 * alias says nothing of the key behind it, so any key that the store names is taken for it.
 * https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id
 */
export function namesKey(named: string, declared: string): boolean {
  if (/^(?:arn:[^:]+:kms:[^:]+:\d{12}:)?alias\//.test(declared)) return true;
  return named === declared || named.endsWith(`/${declared}`) || named.endsWith(`:${declared}`);
}
