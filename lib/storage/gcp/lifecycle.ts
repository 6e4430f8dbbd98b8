import type { LifecycleRule } from "@google-cloud/storage";

/**
 * True when a rule may delete live objects whose names begin with `root`. Conditions that narrow a rule by class, suffix
 * or date are taken as met some day. https://cloud.google.com/storage/docs/lifecycle#conditions
 */
export function expiresObjects(rules: readonly LifecycleRule[], root: string): boolean {
  return rules.some(({ action, condition }) => {
    if (action.type !== "Delete" || condition.isLive === false) return false;
    const noncurrentOnly =
      (condition.numNewerVersions ?? 0) > 0 ||
      condition.daysSinceNoncurrentTime !== undefined ||
      condition.noncurrentTimeBefore !== undefined;
    const prefixes = condition.matchesPrefix ?? [""];
    return !noncurrentOnly && prefixes.some((prefix) => root.startsWith(prefix) || prefix.startsWith(root));
  });
}
