import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CheckName } from "../../../lib/buckets/report.ts";
import type { Fault, ScriptedStore } from "../../support/scripted-store.ts";
import { expectSound } from "../../support/sound-report.ts";
import type { Validated, ValidationSetting } from "../../support/validate-address.ts";
import { ROWS, type RowName } from "./rows.ts";

/** What a validation is asked: by default, of the bench's own bucket in a store that does nothing wrong. */
export interface Asked extends Partial<ValidationSetting> {
  faults?: readonly Fault[];
  address?: string;
}

export interface MatrixBench {
  store: Pick<ScriptedStore, "seen">;
  secrets: readonly string[];
  validate(asked: Asked): Promise<Validated>;
  /** Makes the bucket one that passes every check. */
  heal(): Promise<void>;
  close(): Promise<void>;
}

/** What is asked then, where it is not the bench's own bucket. */
type Step = Asked | undefined | Promise<Asked | undefined>;

/** One broken bucket, what the report says of it, and how what it says makes it whole. */
export interface Row<Bench extends MatrixBench> {
  row: RowName;
  /** Where a row has more than one form. */
  form?: string;
  /** Breaks the bucket, or gives what is asked that cannot hold. */
  broken(bench: Bench): Step;
  /** All checks that do not pass then, as `name: status severity`. */
  amiss: readonly string[];
  /** The one that says what is wrong: what its message and its fix contain. */
  says: { check: CheckName; message: string; fix: string };
  /** Nothing may be sent to the store. */
  silent?: true;
  /** Does what the fix says; gives what is asked then. */
  repaired(bench: Bench, fix: string, asked: Asked): Step;
}

/** A row that a provider does not have, and what shows it. */
export interface NotApplicable<Bench extends MatrixBench> {
  row: RowName;
  because: string;
  shown(bench: Bench): Promise<void>;
}

function nameOf({ row, form }: { row: RowName; form?: string }): string {
  return form === undefined ? row : `${row}: ${form}`;
}

interface Table<Bench extends MatrixBench> {
  start: () => Promise<Bench>;
  rows: readonly Row<Bench>[];
  notApplicable?: readonly NotApplicable<Bench>[];
  /** What does not pass even when all is well. */
  always?: readonly string[];
}

/** Breaks the bucket row by row, and repairs it by what the report says. */
export function describeRows<Bench extends MatrixBench>(title: string, table: Table<Bench>): void {
  const { start, rows, notApplicable = [], always = [] } = table;
  describe(title, () => {
    let bench: Bench;
    beforeAll(async () => {
      bench = await start();
    });
    beforeEach(() => bench.heal());
    afterAll(() => bench?.close());

    const validate = async (asked: Asked) => {
      bench.store.seen.length = 0;
      const outcome = await bench.validate(asked);
      expectSound(outcome.report, bench);
      expect(outcome.broken).toEqual([]);
      return outcome;
    };

    test("a bucket as it should be", async () => {
      const { report, amiss } = await validate({});
      expect(amiss).toEqual(always);
      expect(report.valid).toBe(true);
    });

    test.each(rows.map((row) => [nameOf(row), row] as const))("%s", async (_, row) => {
      const asked = (await row.broken(bench)) ?? {};
      const { amiss, check } = await validate(asked);
      expect(amiss.filter((one) => !always.includes(one))).toEqual(row.amiss);
      const { check: name, message, fix } = row.says;
      expect(check(name)).toMatchObject({
        message: expect.stringContaining(message),
        fix: expect.stringContaining(fix),
      });
      if (row.silent) expect(bench.store.seen).toEqual([]);

      const then = (await row.repaired(bench, check(name).fix ?? "", asked)) ?? {};
      const repaired = await validate(then);
      expect(repaired.amiss).toEqual(always);
      expect(repaired.report.valid).toBe(true);
      expect(repaired.check(name).status).toBe("passed");
    });

    const absent = notApplicable.map((one) => [`${one.row} is not applicable: ${one.because}`, one] as const);
    test.each(absent)("%s", (_, { shown }) => shown(bench));
  });
}

/** Every row of the list is broken or not applicable, and none is both. */
export function expectEveryRow(
  rows: readonly { row: RowName }[],
  notApplicable: readonly { row: RowName }[],
): void {
  test("every row is tested or not applicable", () => {
    const tested = new Set(rows.map(({ row }) => row));
    const left = notApplicable.map(({ row }) => row);
    expect([...tested, ...left].sort()).toEqual([...ROWS].sort());
  });
}
