import { beforeEach, describe, expect, test } from "vitest";
import { type HeldKeys, holdKeys } from "../../../lib/credentials/hold-keys.ts";

interface Keys {
  serial: number;
  expiresAt: Date;
}

const MAX = 3;
const LIFE_MINUTES = 60;

let clock: Date;
let opened: number;
let lookups: string[];
let held: HeldKeys<Keys>;
/** Called before keys are handed over; may wait or throw. */
let beforeOpen: () => Promise<void>;

beforeEach(() => {
  clock = new Date("2026-11-24T12:00:00Z");
  opened = 0;
  lookups = [];
  beforeOpen = async () => undefined;
  held = holdKeys<Keys>({
    max: MAX,
    now: () => clock,
    count: (lookup) => void lookups.push(lookup),
  });
});

function pass(minutes: number): void {
  clock = new Date(clock.getTime() + minutes * 60_000);
}

const find = (id = "a") =>
  held.find(id, async () => {
    const serial = ++opened;
    const expiresAt = new Date(clock.getTime() + LIFE_MINUTES * 60_000);
    await beforeOpen();
    return { serial, expiresAt };
  });

test("a lookup is a hit when it opens nothing, also while another's opening is waited for", async () => {
  await Promise.all([find(), find(), find("b")]);
  await find();
  pass(LIFE_MINUTES);
  await find();
  expect(lookups).toEqual(["miss", "hit", "miss", "hit", "miss"]);
  expect(opened).toBe(3);
});

test("no more than so many are held: the longest unused go first", async () => {
  for (let index = 0; index <= MAX; index++) await find(`id-${index}`);
  await find(`id-${MAX}`);
  expect(opened).toBe(MAX + 1);
  await find("id-0");
  expect(opened).toBe(MAX + 2);
});

describe("forgotten keys", () => {
  test("are opened again, and no others are", async () => {
    const [first, other] = [await find("a"), await find("b")];
    held.forget("a");
    expect(await find("a")).not.toBe(first);
    expect(await find("b")).toBe(other);
    expect(opened).toBe(3);
  });

  test("are not handed out when new ones cannot be had, as ones that are due for renewal would be", async () => {
    await find();
    beforeOpen = () => Promise.reject(new Error("not now"));
    pass(LIFE_MINUTES / 2 + 1);
    expect((await find()).serial).toBe(1);
    held.forget("a");
    await expect(find()).rejects.toThrow("not now");
  });

  test("do not come back from an opening that was under way", async () => {
    const gate = Promise.withResolvers<void>();
    beforeOpen = () => gate.promise;
    const early = find();
    held.forget("a");
    const late = find();
    gate.resolve();
    expect([(await early).serial, (await late).serial]).toEqual([1, 2]);
    expect((await find()).serial).toBe(2);
  });
});
