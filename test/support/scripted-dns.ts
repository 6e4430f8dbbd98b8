import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";
import { isIP } from "node:net";

/** What this process is told of names; a name that is in no script does not exist, and nothing is asked of real DNS. */
export interface ScriptedDns {
  /** The addresses of a name, for one resolution after the other; the last ones stay. */
  names: Map<string, readonly (readonly string[])[]>;
  /** Every name that was looked up, by whomever. */
  asked: string[];
  stop(): void;
}

/** Stands in for the system's resolver, for every module of this process: Node's sockets look names up there too. */
export function scriptDns(): ScriptedDns {
  const names: ScriptedDns["names"] = new Map();
  const asked: string[] = [];
  const real = { lookup: dns.lookup, promised: dns.promises.lookup };

  const find = (name: string): dns.LookupAddress[] => {
    const script = names.get(name);
    const turn = asked.filter((other) => other === name).length;
    asked.push(name);
    const addresses = script?.[Math.min(turn, script.length - 1)];
    if (addresses === undefined)
      throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: "ENOTFOUND" });
    return addresses.map((address) => ({ address, family: isIP(address) }));
  };
  const isReal = (name: string) => isIP(name) > 0 || name === "localhost";

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of Node's own function
  const lookup: any = (name: string, options: any, callback: any = options) => {
    if (isReal(name)) return Reflect.apply(real.lookup, dns, [name, options, callback]);
    let found: dns.LookupAddress[];
    try {
      found = find(name);
    } catch (error) {
      return process.nextTick(callback, error);
    }
    if (options.all) return process.nextTick(callback, null, found);
    return process.nextTick(callback, null, found[0]?.address, found[0]?.family);
  };
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of Node's own function
  const promised: any = async (name: string, options: any = {}) => {
    if (isReal(name)) return real.promised(name, options);
    const found = find(name);
    return options.all ? found : found[0];
  };
  const put = (next: { lookup: unknown; promised: unknown }) => {
    Object.assign(dns, { lookup: next.lookup });
    Object.assign(dns.promises, { lookup: next.promised });
    syncBuiltinESMExports();
  };
  put({ lookup, promised });
  return { names, asked, stop: () => put(real) };
}
