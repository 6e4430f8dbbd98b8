/**
 * Text that stands for itself where a policy takes patterns: in a resource, and in the value of StringLike.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
export function literalPattern(text: string): string {
  return text.replace(/[*?$]/g, (glob) => `\${${glob}}`);
}

/** Text that stands for itself in the value of StringEquals, where only `$` begins something else. */
export function literalValue(text: string): string {
  return text.replaceAll("$", () => "$" + "{$}");
}

/** A bucket's name in policies: `arn:aws:s3:::<name>`; China and GovCloud have partitions of their own. */
export function bucketArn(name: string, partition = "aws"): string {
  return `arn:${partition}:s3:::${literalPattern(name)}`;
}
