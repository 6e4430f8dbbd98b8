/** Bytes, the team's root included. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const MAX_KEY_BYTES = 1024;

const SERVICE_FOLDER = ".wandb-byob";
const CONTROL = /\p{Cc}/u;
const DOT_SEGMENT = /(?:^|\/)\.{1,2}(?:\/|$)/;

/** No UTF-16 unit takes more bytes than these in UTF-8. */
const MAX_BYTES_OF_UNIT = 3;

/**
 * What keeps a key from being signed, as a sentence; undefined when nothing does. The key is what the caller sent,
 * without the team's root. Dot segments are refused because clients collapse them and then ask for another object;
 * a backslash and a dot at the end because Azure does, and a team may move to any provider's bucket.
 */
export function keyProblem(key: string, root: string): string | undefined {
  if (key === "") return "The key is empty.";
  if (!key.isWellFormed()) return "The key is not valid Unicode: it holds half of a surrogate pair.";
  if (CONTROL.test(key)) return "The key holds a control character.";
  if (key.startsWith("/")) return "The key starts with a slash.";
  if (key.includes("\\")) return "The key holds a backslash.";
  if (DOT_SEGMENT.test(key)) return "The key has a segment that is only dots.";
  if (key.endsWith(".")) return "The key ends with a dot.";
  if (key === SERVICE_FOLDER || key.startsWith(`${SERVICE_FOLDER}/`))
    return "Keys under .wandb-byob/ belong to the service.";
  if (MAX_BYTES_OF_UNIT * (root.length + key.length) <= MAX_KEY_BYTES) return undefined;
  const bytes = new TextEncoder().encode(root + key).byteLength;
  if (bytes > MAX_KEY_BYTES)
    return `The key has ${bytes} bytes with the team's path; at most ${MAX_KEY_BYTES} are possible.`;
  return undefined;
}
