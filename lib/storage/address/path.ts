import type { Provider } from "../bucket.ts";

/** First segments that the service keeps for itself. */
const RESERVED = ["_teams", ".wandb-byob"];
const MAX_BYTES = 256;

/** Takes the slashes off both ends. */
export function trimSlashes(path: string): string {
  let start = 0;
  let end = path.length;
  while (path[start] === "/") start += 1;
  while (end > start && path[end - 1] === "/") end -= 1;
  return path.slice(start, end);
}

/**
 * Says what is wrong with a path inside a bucket, slashes at its ends already off; undefined when it is fine.
 * `?` and `#` are refused because no address can spell them (percent sequences in a path are not decoded: they are
 * the path's own characters), and white space at the ends because it would not survive copying.
 */
export function pathProblem(path: string, provider?: Provider): string | undefined {
  if (Buffer.byteLength(path) > MAX_BYTES) return `The path is longer than ${MAX_BYTES} bytes.`;
  if (/[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}]/u.test(path)) return "The path holds a control character.";
  if (path.includes("\\")) return "The path holds a backslash.";
  if (/[?#]/.test(path)) return "The path holds a ? or a #, which no address can spell.";
  if (path !== path.trim()) return "The path begins or ends with white space.";
  const segments = path.split("/");
  if (path !== "" && segments.includes("")) return "The path has two slashes in a row.";
  if (segments.some((segment) => segment === "." || segment === "..")) {
    return "The path has a segment . or .., which clients resolve to another path.";
  }
  if (provider === "AZURE" && segments.some((segment) => segment.endsWith("."))) {
    return "The path has a segment that ends with a dot, which Azure does not keep.";
  }
  const reserved = RESERVED.find((name) => segments[0] === name);
  return reserved ? `The path begins with ${reserved}, which the service keeps for itself.` : undefined;
}

/** True when a path is equal to another or inside it, both without slashes at their ends. */
export function isWithin(path: string, outer: string): boolean {
  return outer === "" || `${path}/`.startsWith(`${outer}/`);
}

/** What an admin should know of a path that looks percent-encoded. */
export function percentWarning(path: string): string[] {
  return /%[0-9A-Fa-f]{2}/.test(path)
    ? ["The path holds a percent sequence, which is not decoded: it is part of the objects' keys."]
    : [];
}

/** Says what is wrong with a store's base path: it becomes part of the URL, so only characters that need no encoding. */
export function basePathProblem(basePath: string): string | undefined {
  if (basePath === "") return undefined;
  const fine =
    basePath.length <= MAX_BYTES &&
    basePath.split("/").every((part) => /^[A-Za-z0-9._~-]+$/.test(part) && part !== "." && part !== "..");
  return fine
    ? undefined
    : "The base path of the store is not made of names of letters, digits, dots, hyphens, underscores and ~.";
}
