import { expect, test } from "vitest";
import {
  type Check,
  failed,
  inconclusive,
  notTried,
  type Outcome,
  passed,
  skipped,
} from "../../../lib/buckets/checks/check.ts";
import { CHECK_NAMES, type CheckName, reportOf } from "../../../lib/buckets/report.ts";
import { runChecks } from "../../../lib/buckets/run-checks.ts";
import type { Subject } from "../../../lib/buckets/subject.ts";

/** The checks under test look at nothing. */
const subject = {} as Subject;

type Sketch = Partial<Check> & { outcome?: Outcome };

/** Every check of the list, passing at once unless the sketch says otherwise. */
function checksOf(sketches: Partial<Record<CheckName, Sketch>>): Record<CheckName, Check> {
  const entries = CHECK_NAMES.map((name) => {
    const { outcome = passed("Fine."), ...sketch } = sketches[name] ?? {};
    return [name, { severity: "error", needs: [], run: () => outcome, ...sketch } satisfies Check];
  });
  return Object.fromEntries(entries);
}

async function run(sketches: Partial<Record<CheckName, Sketch>>) {
  const faults: { name: CheckName; error: unknown }[] = [];
  const results = await runChecks(checksOf(sketches), subject, (name, error) => faults.push({ name, error }));
  const byName = (name: CheckName) => results.find((result) => result.name === name);
  return { results, faults, byName };
}

test("every check is run once, and the results stand in the order of the list, however they end", async () => {
  const runs: CheckName[] = [];
  const sketches = Object.fromEntries(
    CHECK_NAMES.map((name, index) => [
      name,
      {
        run: async () => {
          for (let turns = CHECK_NAMES.length - index; turns > 0; turns -= 1) await Promise.resolve();
          runs.push(name);
          return passed("Fine.");
        },
      },
    ]),
  );
  const { results } = await run({ ...sketches });
  expect(results.map(({ name }) => name)).toEqual([...CHECK_NAMES]);
  expect([...runs].sort()).toEqual([...CHECK_NAMES].sort());
  expect(runs).not.toEqual([...CHECK_NAMES]);
});

test("a check waits for what it needs, and is skipped with the first that did not pass", async () => {
  const ran: string[] = [];
  const { byName } = await run({
    "path-free": { outcome: passed("Fine.") },
    "endpoint-reachable": { outcome: inconclusive("Who knows.", "Wait.") },
    "list-allowed": { outcome: failed("No.", "Grant.") },
    "upload-accepted": {
      needs: ["path-free", "endpoint-reachable", "list-allowed"],
      run: () => {
        ran.push("upload");
        return passed("Fine.");
      },
    },
    "not-public": { needs: ["upload-accepted"] },
  });
  expect(byName("upload-accepted")).toMatchObject({
    status: "skipped",
    message: "Not tried, because endpoint-reachable did not pass.",
  });
  expect(byName("not-public")).toMatchObject({
    status: "skipped",
    message: "Not tried, because upload-accepted did not pass.",
  });
  expect(ran).toEqual([]);
});

test("a check that does not apply here holds up nothing", async () => {
  const { byName } = await run({
    "store-registered": { outcome: skipped("Not applicable: there are none.") },
    "endpoint-allowed": { needs: ["store-registered"], outcome: failed("No.", "Change it.") },
    "endpoint-reachable": { needs: ["endpoint-allowed"] },
  });
  expect(byName("endpoint-allowed")?.status).toBe("failed");
  expect(byName("endpoint-reachable")?.status).toBe("skipped");
});

test("a check waits for those it comes after, and runs however they ended", async () => {
  const order: string[] = [];
  const slow = Promise.withResolvers<void>();
  const running = run({
    "download-matches": {
      run: async () => {
        await slow.promise;
        order.push("download");
        return failed("No.", "Grant.");
      },
    },
    "delete-accepted": {
      after: ["download-matches"],
      run: () => {
        order.push("delete");
        return passed("Fine.");
      },
    },
  });
  await Promise.resolve();
  slow.resolve();
  const { byName } = await running;
  expect(order).toEqual(["download", "delete"]);
  expect(byName("delete-accepted")?.status).toBe("passed");
});

test("checks with nothing between them run side by side", async () => {
  const one = Promise.withResolvers<void>();
  const { byName } = await run({
    "not-public": {
      run: async () => {
        await one.promise; // would never end if the other waited for this one
        return passed("Fine.");
      },
    },
    "probe-removed": {
      run: () => {
        one.resolve();
        return passed("Fine.");
      },
    },
  });
  expect(byName("not-public")?.status).toBe("passed");
});

test.each([
  [
    "throws",
    () => {
      throw new Error("s3cret of the SDK");
    },
  ],
  ["rejects", () => Promise.reject(new Error("s3cret of the SDK"))],
])("a check that %s is inconclusive, and the log gets what it threw", async (_, broken) => {
  const { results, faults, byName } = await run({
    "not-public": { run: broken },
    "probe-removed": { needs: ["not-public"] },
  });
  expect(byName("not-public")).toMatchObject({
    status: "inconclusive",
    severity: "error",
    message: "This check broke off for a reason on our side.",
    fix: expect.stringContaining("request id"),
  });
  expect(byName("probe-removed")?.status).toBe("skipped");
  expect(faults).toMatchObject([{ name: "not-public", error: { message: "s3cret of the SDK" } }]);
  expect(JSON.stringify(results)).not.toContain("s3cret");
  expect(reportOf(results).valid).toBe(false);
});

test("an outcome may change the severity, and the duration is in milliseconds", async () => {
  const { byName } = await run({
    "unsigned-headers-refused": { outcome: { ...failed("No.", "Change it."), severity: "warning" } },
  });
  expect(byName("unsigned-headers-refused")).toMatchObject({ severity: "warning" });
  expect(byName("unsigned-headers-refused")?.durationMs).toBeGreaterThanOrEqual(0);
});

test("a check that was not tried because of another that then says nothing is not passed over", async () => {
  const { results, byName } = await run({
    "credentials-accepted": { outcome: notTried("region-matches") },
    "region-matches": { outcome: skipped("Not applicable: this store signs for no region.") },
    "upload-accepted": { needs: ["credentials-accepted"] },
  });
  expect(byName("credentials-accepted")).toMatchObject({
    status: "inconclusive",
    message: "Not tried, because region-matches did not pass.",
    fix: expect.stringContaining("Try again"),
  });
  expect(byName("upload-accepted")?.status).toBe("skipped");
  expect(reportOf(results).valid).toBe(false);
});
