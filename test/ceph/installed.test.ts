import { expect, test } from "vitest";
import { assertInstalled } from "./installed.ts";

test("a machine without Ceph is told in one sentence what to run", () => {
  expect(() => assertInstalled("/nowhere")).toThrow(
    /^The Ceph tests need radosgw, .*: run test\/ceph\/install\.sh/,
  );
});
