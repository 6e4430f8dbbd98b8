import { expect, test } from "vitest";
import { findChromium } from "./installed.ts";

test("a machine without Chromium is told in one sentence what to run", () => {
  expect(() => findChromium("/nowhere")).toThrow(
    "The browser tests need chromium: run test/browser/install.sh first.",
  );
});
