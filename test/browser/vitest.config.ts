import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["**/*.test.ts"],
    globalSetup: ["global-setup.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // The tests wait more than they compute; by default one core would idle.
    maxWorkers: "100%",
  },
});
