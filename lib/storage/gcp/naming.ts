import type { Bucket } from "../bucket.ts";

/**
 * Says which rule of Google Cloud Storage the name breaks; undefined when it breaks none.
 * https://cloud.google.com/storage/docs/buckets#naming
 */
export function nameProblem(name: string): string | undefined {
  const dotted = name.includes(".");
  if (name.length < 3 || name.length > (dotted ? 222 : 63)) {
    return "A Google Cloud Storage bucket name has 3 to 63 characters, or up to 222 if it has dots.";
  }
  if (!/^[a-z0-9._-]+$/.test(name)) {
    return "A Google Cloud Storage bucket name has only lower-case letters, digits, hyphens, underscores and dots.";
  }
  if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) {
    return "A Google Cloud Storage bucket name begins and ends with a letter or a digit.";
  }
  if (name.includes("..")) return "A Google Cloud Storage bucket name has no two dots in a row.";
  if (name.split(".").some((part) => part.length > 63)) {
    return "Between its dots, a Google Cloud Storage bucket name has at most 63 characters.";
  }
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) {
    return "A Google Cloud Storage bucket name does not look like an IP address.";
  }
  if (name.startsWith("goog"))
    return "A Google Cloud Storage bucket name does not begin with goog, which Google reserves.";
  if (/g[o0]{2}g[l1]e/.test(name)) {
    return "A Google Cloud Storage bucket name does not contain google or what looks like it.";
  }
  return undefined;
}

/** The claim's key: bucket names are unique in all of Google Cloud Storage. */
export function place(bucket: Bucket): string {
  return `GCP/${bucket.name}`;
}

/** The empty userinfo says that an `@` further on is the path's. */
export function printAddress(bucket: Bucket): string {
  const path = bucket.path === "" ? "" : `/${bucket.path}`;
  return `gs://${path.includes("@") ? "@" : ""}${bucket.name}${path}`;
}
