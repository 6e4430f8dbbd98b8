import { type Caller, refusal } from "./access.ts";
import type { GcsBucket, GcsCorsRule, GcsLifecycleRule } from "./gcs-bucket.ts";
import type { Reply } from "./reply.ts";
import { container, element, xmlReply } from "./xml-document.ts";

/** A bucket's settings by the parameter that asks for them, each as its page of the reference has it. */
const DOCUMENTS = {
  /** https://cloud.google.com/storage/docs/xml-api/get-bucket-cors */
  cors: ({ cors }) => container("CorsConfig", cors.map(corsRule)),
  /** https://cloud.google.com/storage/docs/xml-api/get-bucket-encryption-config */
  encryptionConfig: ({ defaultKmsKeyName: name }) =>
    container("EncryptionConfiguration", name ? [element("DefaultKmsKeyName", name)] : []),
  /** https://cloud.google.com/storage/docs/xml-api/get-bucket-lifecycle */
  lifecycle: ({ lifecycleRules }) => container("LifecycleConfiguration", lifecycleRules.map(lifecycleRule)),
  /** https://cloud.google.com/storage/docs/xml-api/get-bucket-location */
  location: ({ location }) => element("LocationConstraint", location),
  /** Empty where it was never enabled. https://cloud.google.com/storage/docs/xml-api/get-bucket-versioning */
  versioning: ({ versioning }) =>
    container("VersioningConfiguration", versioning ? [element("Status", "Enabled")] : []),
} satisfies Record<string, (bucket: GcsBucket) => string>;

export type SettingsName = keyof typeof DOCUMENTS;

export function isSettingsName(name: string): name is SettingsName {
  return Object.hasOwn(DOCUMENTS, name);
}

/** https://cloud.google.com/storage/docs/xml-api/get-bucket-metadata */
export function settingsDocument(bucket: GcsBucket, name: SettingsName, caller: Caller): Reply {
  return refusal(caller, "storage.buckets.get", bucket) ?? xmlReply(DOCUMENTS[name](bucket));
}

function corsRule({ origin, method, responseHeader, maxAgeSeconds }: GcsCorsRule): string {
  const list = (group: string, name: string, items: readonly string[] | undefined) =>
    items === undefined
      ? []
      : [
          container(
            group,
            items.map((item) => element(name, item)),
          ),
        ];
  return container("Cors", [
    ...list("Origins", "Origin", origin),
    ...list("Methods", "Method", method),
    ...list("ResponseHeaders", "ResponseHeader", responseHeader),
    ...(maxAgeSeconds === undefined ? [] : [element("MaxAgeSec", String(maxAgeSeconds))]),
  ]);
}

/** The XML API's names are the JSON API's with a capital, but for one. */
function lifecycleRule({ action, condition }: GcsLifecycleRule): string {
  const { type, storageClass } = action;
  const conditions = Object.entries(condition).flatMap(([name, value]) => {
    const tag =
      name === "numNewerVersions" ? "NumberOfNewerVersions" : name.charAt(0).toUpperCase() + name.slice(1);
    return [value].flat().map((each) => element(tag, String(each)));
  });
  return container("Rule", [
    container("Action", [storageClass ? element(type, storageClass) : container(type, [])]),
    container("Condition", conditions),
  ]);
}
