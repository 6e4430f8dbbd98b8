/** The Lambda functions; each is a folder of `functions/`. */
export const FUNCTION_NAMES = ["teams", "buckets", "presign"] as const;

export type FunctionName = (typeof FUNCTION_NAMES)[number];

/** What resources and outputs of a function are called by: `presign` → `Presign`. */
export function idOf(name: FunctionName): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
