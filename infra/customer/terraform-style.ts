/** An expression alone needs no quotes, and a list that is a variable no brackets. */
export function unwrapped(hcl: string): string {
  return hcl
    .replace(/"\$\{([\w.[\]]+)\}"/g, (_, expression: string) => expression)
    .replaceAll("[var.frontend_origins]", "var.frontend_origins");
}

const ATTRIBUTE = /^( *)([\w-]+) = (.*)$/;

/** The text as `terraform fmt` leaves it: the equals signs of neighbouring attributes stand in one column, and a block after attributes has an empty line before it. */
export function aligned(text: string): string {
  const lines: string[] = [];
  let run: string[] = [];
  let inDocument = false;
  const flush = () => {
    const width = Math.max(...run.map((line) => ATTRIBUTE.exec(line)?.[2]?.length ?? 0));
    lines.push(
      ...run.map((line) =>
        line.replace(ATTRIBUTE, (_, indent, name, value) => `${indent}${name.padEnd(width)} = ${value}`),
      ),
    );
    run = [];
  };
  for (const line of text.split("\n")) {
    const value = inDocument ? undefined : ATTRIBUTE.exec(line)?.[3];
    if (value !== undefined && !/<<JSON$|[{(]$/.test(value)) {
      run.push(line);
      continue;
    }
    const follows = run.length > 0;
    if (follows) flush();
    if (follows && !inDocument && line.endsWith("{")) lines.push("");
    lines.push(line);
    inDocument = line.endsWith("<<JSON") || (inDocument && line !== "JSON");
  }
  flush();
  return lines.join("\n");
}
