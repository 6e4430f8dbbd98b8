const ARN =
  /^arn:aws(?:-[a-z]+)*:kms:(?<region>[a-z0-9-]{1,32}):\d{12}:(?:key\/[A-Za-z0-9-]{1,64}|alias\/[A-Za-z0-9/_-]{1,250})$/;
const BARE =
  /^(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|mrk-[0-9a-f]{32}|alias\/[A-Za-z0-9/_-]{1,250})$/;

/**
 * Says what is wrong with a key of AWS's KMS, or one spelled like it; undefined when nothing is.
 * https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id
 */
export function kmsKeyProblem(kmsKeyId: string): string | undefined {
  return ARN.test(kmsKeyId) || BARE.test(kmsKeyId)
    ? undefined
    : "kmsKeyId is neither the ARN of a KMS key or alias, nor a key id, nor an alias/<name>.";
}

/** The region that an ARN of a KMS key names; undefined for a key without one. */
export function kmsKeyRegion(kmsKeyId: string): string | undefined {
  return ARN.exec(kmsKeyId)?.groups?.region;
}
