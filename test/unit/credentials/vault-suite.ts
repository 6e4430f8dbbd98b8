import { expect, test } from "vitest";
import type { SealContext, Vault } from "../../../lib/credentials/vault.ts";
import { secret } from "../../../lib/secret.ts";

const context: SealContext = { org: "acme", team: "omega" };
const TEXT = '{"accessKeyId":"AKIA1","secretAccessKey":"s/+=é😀"}';

/** What every vault promises, said of the vault that `vault` gives and of another one with another key. */
export function describeSeals(vault: () => Vault, anotherVault: () => Vault): void {
  const refused = {
    code: "credentials.unavailable",
    detail: expect.not.stringMatching(/arn:|Invalid|AKIA1|s\/\+=/),
  };

  test.each([TEXT, "x", "ü".repeat(2_000)])("what is sealed opens to the same (%#)", async (text) => {
    const sealed = await vault().seal(secret(text), context);
    expect((await vault().open(sealed, context)).reveal()).toBe(text);
  });

  test("a seal shows nothing of what is in it", async () => {
    const sealed = await vault().seal(secret(TEXT), context);
    expect(sealed).not.toContain("AKIA1");
    expect(Buffer.from(sealed.split(":")[1] ?? "", "base64").includes("AKIA1")).toBe(false);
  });

  test("what is opened does not print", async () => {
    const opened = await vault().open(await vault().seal(secret(TEXT), context), context);
    expect(`${opened} ${JSON.stringify({ opened })}`).not.toContain("AKIA1");
  });

  test("two seals of one secret differ", async () => {
    const seals = [await vault().seal(secret(TEXT), context), await vault().seal(secret(TEXT), context)];
    expect(new Set(seals).size).toBe(2);
  });

  test.each<[string, SealContext]>([
    ["another organisation", { org: "rival", team: "omega" }],
    ["another team", { org: "acme", team: "kappa" }],
    ["organisation and team swapped", { org: "omega", team: "acme" }],
    ["the same letters divided otherwise", { org: "acmeo", team: "mega" }],
    ["a name with the other's in it", { org: 'acme","team":"omega', team: "" }],
  ])("does not open for %s", async (_whose, other) => {
    const sealed = await vault().seal(secret(TEXT), context);
    await expect(vault().open(sealed, other)).rejects.toMatchObject(refused);
  });

  test("does not open with another key", async () => {
    const sealed = await vault().seal(secret(TEXT), context);
    await expect(anotherVault().open(sealed, context)).rejects.toMatchObject(refused);
  });

  test("does not open as a seal of another kind", async () => {
    const sealed = await vault().seal(secret(TEXT), context);
    await expect(vault().open(sealed.replace(":", "2:"), context)).rejects.toMatchObject(refused);
  });

  test("does not open with any one bit flipped", async () => {
    const [version, text = ""] = (await vault().seal(secret("short"), context)).split(":");
    const bytes = Buffer.from(text, "base64");
    for (let bit = 0; bit < bytes.length * 8; bit += 5) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const changed = `${version}:${flipped.toString("base64")}`;
      await expect(vault().open(changed, context), `bit ${bit}`).rejects.toMatchObject(refused);
    }
  });

  test("does not open when cut off anywhere", async () => {
    const sealed = await vault().seal(secret("short"), context);
    const bytes = Buffer.from(sealed.split(":")[1] ?? "", "base64");
    for (let length = 0; length < bytes.length; length++) {
      const cut = `${sealed.split(":")[0]}:${bytes.subarray(0, length).toString("base64")}`;
      await expect(vault().open(cut, context), `${length} bytes`).rejects.toMatchObject(refused);
    }
  });

  test.each(["", ":", "x", "local2:AAAA", "kms2:AAAA", "AAAA", "local1", "kms1", "local1:*", "kms1:*"])(
    "%j does not open",
    async (sealed) => {
      await expect(vault().open(sealed, context)).rejects.toMatchObject(refused);
    },
  );
}
