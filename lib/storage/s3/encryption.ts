import type { ObjectEncryption, StoreAnswer } from "../room.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html#API_HeadObject_ResponseSyntax */
export function encryptionOf({ headers }: StoreAnswer): ObjectEncryption {
  const kmsKey = headers["x-amz-server-side-encryption-aws-kms-key-id"];
  return {
    encrypted: headers["x-amz-server-side-encryption"] !== undefined,
    ...(kmsKey !== undefined && { kmsKey }),
  };
}
