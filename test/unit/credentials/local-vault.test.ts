import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { localVault } from "../../../lib/credentials/local-vault.ts";
import { describeSeals } from "./vault-suite.ts";

const [vault, another] = [localVault(randomBytes(32)), localVault(randomBytes(32))];
describeSeals(
  () => vault,
  () => another,
);

test.each([0, 16, 31, 33])("a key of %d bytes is refused at the start", (length) => {
  expect(() => localVault(randomBytes(length))).toThrow("The vault's key has 32 bytes");
});
