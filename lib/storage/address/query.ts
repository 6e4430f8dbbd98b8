import { type AddressFailure, refuse } from "./address-result.ts";
import { basePathProblem, trimSlashes } from "./path.ts";
import { percentDecode } from "./percent-decode.ts";

/** What can stand behind the `?` of an address. */
export interface AddressOptions {
  region?: string;
  tls?: boolean;
  forcePathStyle?: boolean;
  /** Without slashes at its ends. */
  basePath?: string;
}

const KEYS = ["region", "tls", "forcePathStyle", "basePath"] as const;

/** Reads the query of an address (without its `?`). A failure names the key, never the value. */
export function parseQuery(query: string): AddressOptions | AddressFailure {
  const given: Partial<Record<(typeof KEYS)[number], string>> = {};
  for (const pair of query.split("&")) {
    if (pair === "") continue;
    const [, name = "", text = ""] = /^([^=]*)=?(.*)$/s.exec(pair) ?? [];
    const key = KEYS.find((known) => known === name);
    if (key === undefined) return unknownKey(name);
    if (given[key] !== undefined) return refuse(`The address has ${key} twice.`);
    const value = percentDecode(text);
    if (value === undefined) return refuse(`${key} has a % that begins no percent-encoded character.`);
    if (value === "") return refuse(`${key} is empty.`, `Write ${key}=<value>, or leave it away.`);
    given[key] = value;
  }
  const tls = flag("tls", given.tls);
  if (typeof tls === "object") return tls;
  const forcePathStyle = flag("forcePathStyle", given.forcePathStyle);
  if (typeof forcePathStyle === "object") return forcePathStyle;
  const basePath = trimSlashes(given.basePath ?? "");
  const wrongBase = basePathProblem(basePath);
  if (wrongBase) return refuse(wrongBase);
  return {
    ...(given.region === undefined ? {} : { region: given.region }),
    ...(tls === undefined ? {} : { tls }),
    ...(forcePathStyle === undefined ? {} : { forcePathStyle }),
    ...(basePath === "" ? {} : { basePath }),
  };
}

function unknownKey(name: string): AddressFailure {
  // A key that does not look like one may be part of a secret.
  const shown = /^[A-Za-z][A-Za-z0-9_.-]{0,23}$/.test(name) ? `the key ${name}` : "a key";
  return refuse(
    `The address has ${shown} behind its ?, which is not known.`,
    `Known are ${KEYS.join(", ")}.`,
  );
}

function flag(key: string, value: string | undefined): boolean | undefined | AddressFailure {
  if (value === undefined) return undefined;
  if (value === "true" || value === "false") return value === "true";
  return refuse(`${key} is neither true nor false.`);
}
