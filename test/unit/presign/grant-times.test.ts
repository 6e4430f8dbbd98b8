import { expect, test } from "vitest";
import { cachedBindings } from "../../../lib/presign/bindings.ts";
import { issueGrants } from "../../../lib/presign/issue-grants.ts";
import { secret } from "../../../lib/secret.ts";
import { memoryTeamStore } from "../../support/memory-team-store.ts";
import { sampleTeam } from "../../support/sample-team.ts";

test("a batch that is signed over the turn of a second tells each grant's own end", async () => {
  const startMs = Date.parse("2026-11-24T12:00:00.900Z");
  let calls = 0;
  // Each look at the clock is 40 ms later than the one before.
  const now = () => new Date(startMs + 40 * calls++);
  const store = memoryTeamStore();
  await store.writeTeam("acme", "omega", { state: "active", team: sampleTeam() }, undefined);
  const key = { accessKeyId: "AKIA1", secretAccessKey: secret("s1") };
  const bindings = cachedBindings({ store, now, keySourceOf: () => async () => key });
  const { urls } = await issueGrants(
    { deployment: { type: "multi-tenant", frontendOrigins: [] }, now, bindings, attribution: false },
    { sub: "member1", org: "acme", teams: new Set(["omega"]), roles: new Set() },
    { team: "omega", method: "GET", expiresIn: 60, objects: Array.from({ length: 9 }, () => ({ key: "k" })) },
  );

  const ends = urls.map((entry) => ("url" in entry ? entry.expiresAt : entry.error.detail));
  expect(new Set(ends)).toEqual(new Set(["2026-11-24T12:01:00.000Z", "2026-11-24T12:01:01.000Z"]));
  for (const entry of urls) {
    if (!("url" in entry)) throw new Error(entry.error.detail);
    const { searchParams } = new URL(entry.url);
    const signed =
      searchParams.get("X-Amz-Date")?.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5") ?? "";
    expect(Date.parse(entry.expiresAt)).toBe(Date.parse(signed) + 60_000);
    expect(Date.parse(entry.refreshAfter)).toBeGreaterThan(startMs + 39_000);
    expect(Date.parse(entry.refreshAfter)).toBeLessThan(Date.parse(entry.expiresAt));
  }
});
