import type { Slice } from "./content.ts";

export interface Reply {
  status: number;
  headers: Record<string, string>;
  body?: string | Slice;
}

/** An error as the XML API tells it. https://cloud.google.com/storage/docs/xml-api/reference-status */
export function xmlError(
  status: number,
  code: string,
  message: string,
  details: Readonly<Record<string, string>> = {},
): Reply {
  const elements = Object.entries({ Code: code, Message: message, ...details })
    .map(([name, text]) => `<${name}>${escapeXml(text)}</${name}>`)
    .join("");
  return {
    status,
    headers: { "content-type": "application/xml; charset=UTF-8" },
    body: `<?xml version='1.0' encoding='UTF-8'?><Error>${elements}</Error>`,
  };
}

export function jsonReply(status: number, content: object): Reply {
  return {
    status,
    headers: { "content-type": "application/json; charset=UTF-8" },
    body: JSON.stringify(content),
  };
}

/** An error as the JSON API tells it. https://cloud.google.com/storage/docs/json_api/v1/status-codes */
export function jsonError(status: number, reason: string, message: string): Reply {
  return jsonReply(status, {
    error: { code: status, message, errors: [{ message, domain: "global", reason }] },
  });
}

/** Control characters that XML 1.0 cannot hold become references all the same, as Google writes them. */
export function escapeXml(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be escaped
    /[&<>"'\u0000-\u001f]/g,
    (character) => `&#${character.charCodeAt(0)};`,
  );
}
