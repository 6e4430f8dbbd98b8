/** The Lambda functions; each is a folder of `functions/`. */
export const FUNCTION_NAMES = ["teams", "buckets", "presign"] as const;

export type FunctionName = (typeof FUNCTION_NAMES)[number];
