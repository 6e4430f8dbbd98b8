import { escapeXml, type Reply } from "./reply.ts";

/** An element around text. */
export function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`;
}

/** An element around other elements; an empty one without any. */
export function container(name: string, children: readonly string[]): string {
  return children.length === 0 ? `<${name}/>` : `<${name}>${children.join("")}</${name}>`;
}

/** Answers with a document. */
export function xmlReply(root: string): Reply {
  return {
    status: 200,
    headers: { "content-type": "application/xml; charset=UTF-8" },
    body: `<?xml version='1.0' encoding='UTF-8'?>${root}`,
  };
}
