/** The headers that a signature covers, as AWS's Signature Version 4 and Google's V4 both list them. */
interface SignedHeaders {
  /** Their names, as the query has them. */
  names: string;
  /** What the canonical request has after its query. */
  requestEnd: string;
}

/** The host and some headers in the order that their lower-case names have. */
interface HeaderOrder {
  /** The headers' names as they were given, joined. */
  given: string;
  lines: { start: string; name: string | undefined }[];
  names: string;
  /** What follows the lines; the payload is not signed. */
  requestEnd: string;
}

/** Lists headers for one signer. Keeps the order of the last ones, since the uploads of a batch bind the same headers. */
export function headerLists(): (host: string, headers: Readonly<Record<string, string>>) => SignedHeaders {
  let order: HeaderOrder | undefined;
  return (host, headers) => {
    const given = Object.keys(headers).join();
    if (order?.given !== given) order = orderOf(headers, given);
    let lines = "\n";
    for (const { start, name } of order.lines) {
      lines += `${start}${name === undefined ? host : canonicalValue(headers[name] ?? "")}\n`;
    }
    return { names: order.names, requestEnd: lines + order.requestEnd };
  };
}

function orderOf(headers: Readonly<Record<string, string>>, given: string): HeaderOrder {
  const byName = new Map<string, string | undefined>([["host", undefined]]);
  for (const name of Object.keys(headers)) byName.set(name.toLowerCase(), name);
  const names = [...byName.keys()].sort();
  return {
    given,
    lines: names.map((name) => ({ start: `${name}:`, name: byName.get(name) })),
    names: names.join("%3B"),
    requestEnd: `\n${names.join(";")}\nUNSIGNED-PAYLOAD`,
  };
}

/** Stores trim a header's value and take a run of blanks for one before they compare signatures. */
function canonicalValue(value: string): string {
  return /[^!-~]/.test(value) ? value.replace(/[\r\n\t ]+/g, " ").replace(/^ | $/g, "") : value;
}
