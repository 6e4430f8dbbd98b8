import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { Choose } from "../../support/turnstile.ts";
import { contest, requireNothingIsStuck } from "./contest.ts";
import type { Deed } from "./rivals.ts";

// Attempts pause between each other for a random time; here the turnstile alone decides who is first.
vi.mock("node:timers/promises", () => ({ setTimeout: async () => undefined }));

const org = fc.constantFrom("acme", "acme", "acme", "rival");
const name = fc.constantFrom("x", "X", "y", "z");
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record(
      {
        do: fc.constant("create" as const),
        org,
        name,
        bucket: fc.constantFrom("bucket", "bucket", "other"),
        path: fc.constantFrom("", "a", "a", "a/b", "ab"),
        breakOff: fc.record({
          call: fc.nat(7),
          how: fc.constantFrom("crash-before" as const, "crash-after" as const, "lost" as const),
        }),
      },
      { requiredKeys: ["do", "org", "name", "bucket", "path"] },
    ),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("delete" as const), org, name }) },
);

/** Who goes on for how many steps; after the last one each goes on to its end. */
const turns = fc.array(fc.record({ actor: fc.nat(2), steps: fc.integer({ min: 1, max: 6 }) }), {
  maxLength: 30,
});

function inTurns(list: readonly { actor: number; steps: number }[]): Choose {
  const order = list.flatMap(({ actor, steps }) => Array.from({ length: steps }, () => actor));
  return (waiting) => {
    const wanted = order.shift() ?? 0;
    return waiting.includes(wanted) ? wanted : (waiting[0] ?? 0);
  };
}

test("in any order of any creations, deletions and crashes, no root gets two teams and nothing gets stuck", async () => {
  const some = fc.array(deed, { maxLength: 3 });
  const property = fc.asyncProperty(
    fc.array(deed, { maxLength: 4 }),
    fc.tuple(some, some, some),
    turns,
    async (before, rivals, order) => {
      const { store, outcomes } = await contest(before, rivals, inTurns(order));
      expect(outcomes).not.toContain("service.busy");
      await requireNothingIsStuck(store, ["bucket", "other"]);
    },
  );
  await fc.assert(property, { numRuns: Number(process.env.BYOB_TEST_RUNS ?? 2_000) });
});
