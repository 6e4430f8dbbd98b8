import type { XmlElement } from "../read-xml.ts";

/**
 * True when a rule of a `LifecycleConfiguration` may delete live objects whose names begin with `root`. Rules for tagged
 * objects do not: uploads have no tags. https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html
 */
export function expiresObjects(configuration: XmlElement, root: string): boolean {
  return configuration.children("Rule").some((rule) => {
    const [filter] = rule.children("Filter");
    const [and] = filter?.children("And") ?? [];
    const tagged = [rule, filter, and].some((part) => (part?.children("Tag").length ?? 0) > 0);
    const prefix = rule.text("Prefix") ?? filter?.text("Prefix") ?? and?.text("Prefix") ?? "";
    const [expiration] = rule.children("Expiration");
    const ends = expiration?.text("Days") !== undefined || expiration?.text("Date") !== undefined;
    return (
      rule.text("Status") === "Enabled" &&
      ends &&
      !tagged &&
      (root.startsWith(prefix) || prefix.startsWith(root))
    );
  });
}
