import { XMLParser } from "fast-xml-parser";

/** An element of a document that a store answered. */
export interface XmlElement {
  /** The text of the first child of this name; undefined without one. */
  text(name: string): string | undefined;
  texts(name: string): string[];
  children(name: string): XmlElement[];
}

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  removeNSPrefix: true,
  htmlEntities: true,
});

/**
 * Reads a document whose root has this name; undefined when it is no XML, has another root, or a document type
 * (no store's answer has one, and one can define entities without end).
 */
export function readXml(body: Uint8Array, root: string): XmlElement | undefined {
  const text = new TextDecoder().decode(body);
  if (/<!DOCTYPE/i.test(text)) return undefined;
  try {
    const parsed: unknown = parser.parse(text);
    const [found] = childrenOf(parsed, root);
    return found === undefined ? undefined : element(found);
  } catch {
    return undefined;
  }
}

function element(node: unknown): XmlElement {
  const texts = (name: string) =>
    childrenOf(node, name).map((child) => (typeof child === "string" ? child : ""));
  return {
    texts,
    text: (name) => texts(name)[0],
    children: (name) => childrenOf(node, name).map(element),
  };
}

/** The parser gives one child as itself and several as a list. */
function childrenOf(node: unknown, name: string): unknown[] {
  if (typeof node !== "object" || node === null || !Object.hasOwn(node, name)) return [];
  const child: unknown = Reflect.get(node, name);
  return Array.isArray(child) ? child : [child];
}
