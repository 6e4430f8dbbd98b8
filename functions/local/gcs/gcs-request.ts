import type { IncomingMessage } from "node:http";
import { type Body, receiveBody } from "./receive-body.ts";

/** A request as it came over the wire. */
export interface GcsRequest {
  method: string;
  /** Not decoded, without the query. */
  path: string;
  /** Decoded, in the order they were sent. */
  parameters: readonly (readonly [name: string, value: string])[];
  /** Lower-case names; a header that was sent more than once has its values joined by commas. */
  headers: ReadonlyMap<string, string>;
  body: Body;
}

/**
 * Reads a request to its end, a large body into the folder; undefined when its target cannot be percent-decoded.
 * Rejects with Node's error when the client leaves.
 */
export async function readRequest(
  message: IncomingMessage,
  dir: string | undefined,
): Promise<GcsRequest | undefined> {
  const url = message.url ?? "";
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  const query = mark < 0 ? "" : url.slice(mark + 1);
  if (decoded(path) === undefined || decoded(query) === undefined) {
    message.resume();
    return undefined;
  }
  return {
    method: message.method ?? "",
    path,
    parameters: query === "" ? [] : query.split("&").map(readParameter),
    headers: readHeaders(message.rawHeaders),
    body: await receiveBody(message, dir),
  };
}

/** The value of a parameter, whatever the case of its name. */
export function parameterOf({ parameters }: GcsRequest, name: string): string | undefined {
  return parameters.find(([sent]) => sent.toLowerCase() === name.toLowerCase())?.[1];
}

/** The bucket and, if there is one, the object that a path of the XML API names. */
export function resourceOf({ path }: GcsRequest): { bucketName: string; key: string | undefined } {
  const [, bucketName = "", key] = /^\/([^/]*)(?:\/(.*))?$/s.exec(decodeURIComponent(path)) ?? [];
  return { bucketName, key: key === "" ? undefined : key };
}

function readParameter(text: string): readonly [string, string] {
  const equals = text.indexOf("=");
  if (equals < 0) return [decodeURIComponent(text), ""];
  return [decodeURIComponent(text.slice(0, equals)), decodeURIComponent(text.slice(equals + 1))];
}

function readHeaders(raw: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (let index = 0; index < raw.length; index += 2) {
    const name = (raw[index] ?? "").toLowerCase();
    const before = headers.get(name);
    const value = raw[index + 1] ?? "";
    headers.set(name, before === undefined ? value : `${before},${value}`);
  }
  return headers;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
