import type { LifecycleRule } from "@google-cloud/storage";
import { type Bucket, rootOf } from "../bucket.ts";
import type { BucketFacts, CorsRule } from "../inspector.ts";
import { readXml, type XmlElement } from "../read-xml.ts";
import type { Spend } from "../spent.ts";
import type { SignSubresource } from "../subresource.ts";
import { expiresObjects } from "./lifecycle.ts";

const LIFE_SECONDS = 300;

/**
 * Reads the bucket's settings by the XML API, which takes either kind of key and tells nothing of soft delete.
 * https://cloud.google.com/storage/docs/xml-api/get-bucket-cors, …-versioning and …-lifecycle
 */
export async function xmlSettings(bucket: Bucket, sign: SignSubresource, spend: Spend): Promise<BucketFacts> {
  const read = async (name: string, root: string): Promise<XmlElement | undefined> => {
    const { cause, answer } = await spend(
      sign({ method: "GET", key: "", parameters: { [name]: "" } }, LIFE_SECONDS),
    );
    return cause === "ok" && answer ? readXml(answer.body, root) : undefined;
  };
  const [cors, versioning, lifecycle] = await Promise.all([
    read("cors", "CorsConfig"),
    read("versioning", "VersioningConfiguration"),
    read("lifecycle", "LifecycleConfiguration"),
  ]);
  return {
    ...(cors && { corsRules: cors.children("Cors").map(corsRule) }),
    ...(versioning && { versioning: versioning.text("Status") === "Enabled" }),
    ...(lifecycle && {
      expiresObjects: expiresObjects(lifecycle.children("Rule").map(ruleOf), rootOf(bucket)),
    }),
  };
}

/** `ResponseHeader` is for both directions. https://cloud.google.com/storage/docs/cross-origin */
function corsRule(rule: XmlElement): CorsRule {
  const listed = (group: string, item: string) => rule.children(group).flatMap((list) => list.texts(item));
  const headers = listed("ResponseHeaders", "ResponseHeader");
  const maxAge = rule.text("MaxAgeSec");
  return {
    origins: listed("Origins", "Origin"),
    methods: listed("Methods", "Method"),
    requestHeaders: headers,
    exposedHeaders: headers,
    ...(maxAge !== undefined && { maxAgeSeconds: Number(maxAge) }),
  };
}

/** As the JSON API has it, as far as it matters for what a rule deletes. */
function ruleOf(rule: XmlElement): LifecycleRule {
  const [action] = rule.children("Action");
  const [condition] = rule.children("Condition");
  const isLive = condition?.text("IsLive");
  const newer = condition?.text("NumberOfNewerVersions");
  const noncurrentDays = condition?.text("DaysSinceNoncurrentTime");
  const noncurrentBefore = condition?.text("NoncurrentTimeBefore");
  const prefixes = condition?.texts("MatchesPrefix") ?? [];
  return {
    action: { type: action?.text("Delete") === undefined ? "SetStorageClass" : "Delete" },
    condition: {
      ...(isLive !== undefined && { isLive: isLive === "true" }),
      ...(newer !== undefined && { numNewerVersions: Number(newer) }),
      ...(noncurrentDays !== undefined && { daysSinceNoncurrentTime: Number(noncurrentDays) }),
      ...(noncurrentBefore !== undefined && { noncurrentTimeBefore: noncurrentBefore }),
      ...(prefixes.length > 0 && { matchesPrefix: prefixes }),
    },
  };
}
