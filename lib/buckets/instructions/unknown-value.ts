/**
 * A value that only the admin knows, such as the id of an account. In a document it stands as a mark that no path and
 * no name can hold, since they hold no control characters; each rendering puts its own spelling there.
 */
export interface UnknownValue {
  /** The name of its variable in a shell. */
  name: string;
  /** What it is, for the admin. */
  says: string;
  /** The shell command that finds it out; without one the admin sets the variable. */
  found?: string;
}

const SIGN = "\u0001";
const MARK = new RegExp(`${SIGN}([A-Z_]+)${SIGN}`);

/** What stands for the value in a text or document. */
export function markOf({ name }: UnknownValue): string {
  return SIGN + name + SIGN;
}

/** The text cut at its marks: text, name, text, name, …, text. */
export function cutAtMarks(text: string): string[] {
  return text.split(MARK);
}

/** The text with something else in place of each mark, and its own parts changed. */
export function replaceMarks(
  text: string,
  markTo: (name: string) => string,
  textTo = (part: string) => part,
): string {
  return cutAtMarks(text)
    .map((part, index) => (index % 2 === 1 ? markTo(part) : textTo(part)))
    .join("");
}

/** Every string of a document changed, whatever holds it. */
export function mapStrings(value: unknown, change: (text: string) => unknown): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapStrings(item, change)]));
}

/** The document as it is shown: `<NAME>` where the admin has a value to fill in. */
export function shown(value: unknown): unknown {
  return mapStrings(value, (text) => replaceMarks(text, (name) => `<${name}>`));
}

/** JSON in which the marks are marks still, and not escapes. */
export function markedJson(document: unknown, indent?: number): string {
  return JSON.stringify(document, null, indent).replace(
    /\\u0001([A-Z_]+)\\u0001/g,
    (_, name: string) => SIGN + name + SIGN,
  );
}
