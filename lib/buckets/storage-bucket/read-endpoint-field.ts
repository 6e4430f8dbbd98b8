import { type AddressFailure, refuse } from "../../storage/address/address-result.ts";
import { type HostPort, parseHostPort } from "../../storage/address/host-port.ts";
import { basePathProblem, trimSlashes } from "../../storage/address/path.ts";

export interface WrittenEndpoint {
  at: HostPort;
  /** Absent when no scheme was written. */
  tls?: boolean;
  /** Without slashes at its ends. Absent for none. */
  basePath?: string;
}

/** Reads the field `endpoint`: `host[:port]` or `http(s)://host[:port][/base]`. Never quotes its input. */
export function readEndpointField(text: string): WrittenEndpoint | AddressFailure {
  if (text.includes("@")) {
    return refuse(
      "The endpoint holds an @. Keys do not belong into it.",
      "Give keys in an address: s3://<accessKey>:<secretKey>@<host[:port]>/<bucket>?region=<region>.",
    );
  }
  const [, scheme, rest = ""] = /^(?:(https?):\/\/)?(.*)$/is.exec(text) ?? [];
  if (/[?#\\]|:\/\//.test(rest)) {
    return refuse(
      "The endpoint is not a host.",
      "Write <host[:port]> or https://<host[:port]>, with a base path if the store has one.",
    );
  }
  const slash = rest.indexOf("/");
  const at = parseHostPort(slash < 0 ? rest : rest.slice(0, slash));
  if ("ok" in at) return at;
  const basePath = slash < 0 ? "" : trimSlashes(rest.slice(slash));
  const wrongBase = basePathProblem(basePath);
  if (wrongBase) return refuse(wrongBase);
  return {
    at,
    ...(scheme === undefined ? {} : { tls: scheme.toLowerCase() === "https" }),
    ...(basePath === "" ? {} : { basePath }),
  };
}
