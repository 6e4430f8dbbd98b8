/** One way to break the code, and the test that has to notice. */
export interface Mutation {
  /** `<suite>::<name>`, the name with those of its groups in front, or the beginning of it. */
  test: string;
  /** Under `test/`. */
  suite: string;
  name: string;
  /** The file that is broken, from the root. */
  file: string;
  /** Stands in the file once. */
  find: string;
  replace: string;
}

/** Throws on a table that is not one. */
export function readMutations(text: string, table: string): Mutation[] {
  const rows: unknown = JSON.parse(text);
  if (!Array.isArray(rows)) throw new Error(`${table} is no list.`);
  return rows.map((row: Record<string, unknown>) => {
    const { row: test, file, find, replace } = row;
    if (typeof test !== "string" || typeof file !== "string")
      throw new Error(`${table} has a row without a test.`);
    if (typeof find !== "string" || typeof replace !== "string")
      throw new Error(`${test} has nothing to break.`);
    const [suite = "", name = ""] = test.split("::");
    return { test, suite: suite.replace(/^test\//, ""), name, file, find, replace };
  });
}
