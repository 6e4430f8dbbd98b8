import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type KeySourceDeps, keySourceOf, sealContextOf } from "../../../lib/credentials/key-source.ts";
import { localVault } from "../../../lib/credentials/local-vault.ts";
import { sealable } from "../../../lib/credentials/sealable.ts";
import type { Vault } from "../../../lib/credentials/vault.ts";
import { AppError } from "../../../lib/errors.ts";
import { secret } from "../../../lib/secret.ts";
import type { CredentialsSource, Team } from "../../../lib/teams/team.ts";
import { sampleTeam } from "../../support/sample-team.ts";

const key = { accessKeyId: "AKIAOWN", secretAccessKey: secret("own-secret/+=") };
const vault = localVault(randomBytes(32));

function teamWith(credentialsSource: CredentialsSource): Team {
  const team = sampleTeam({ name: "Omega" });
  return { ...team, binding: { ...team.binding, credentialsSource } };
}
const own = teamWith("own");
const deps: KeySourceDeps = {
  vault,
  registeredKey: () => undefined,
  instanceKeys: async () => undefined,
  integrationKeys: async () => undefined,
};
const sealedKey = () => vault.seal(sealable(key), sealContextOf("acme", "oMEGA"));

/** The vault with every opening counted, and failing while `failing` says so. */
function countingVault(failing: () => boolean = () => false) {
  const counted = { openings: 0 };
  const counting: Vault = {
    ...vault,
    open(sealed, context) {
      counted.openings++;
      if (failing()) return Promise.reject(new AppError("credentials.unavailable", "Not now."));
      return vault.open(sealed, context);
    },
  };
  return { counted, counting };
}

describe("a team's own keys", () => {
  test("are those that were sealed for it, whatever the case of its name", async () => {
    const opened = await keySourceOf(deps, own, await sealedKey())();
    expect(Object.keys(opened)).toEqual(["accessKeyId", "secretAccessKey"]);
    expect(opened).toMatchObject({ accessKeyId: "AKIAOWN" });
    expect("secretAccessKey" in opened && opened.secretAccessKey.reveal()).toBe("own-secret/+=");
    expect(JSON.stringify(opened)).not.toContain("own-secret");
  });

  test("are opened once, however many ask at once and later, and stay the same object", async () => {
    const { counted, counting } = countingVault();
    const source = keySourceOf({ ...deps, vault: counting }, own, await sealedKey());
    const many = await Promise.all(Array.from({ length: 20 }, source));
    expect(new Set([...many, await source()]).size).toBe(1);
    expect(counted.openings).toBe(1);
  });

  test("count as found when they are open already or being opened, and as missed when they are opened", async () => {
    const lookups: string[] = [];
    const countOpened = (lookup: string) => void lookups.push(lookup);
    const source = keySourceOf({ ...deps, countOpened }, own, await sealedKey());
    await Promise.all([source(), source()]);
    await source();
    expect(lookups).toEqual(["miss", "hit", "hit"]);
  });

  test("are not opened before they are asked for", async () => {
    const { counted, counting } = countingVault();
    keySourceOf({ ...deps, vault: counting }, own, await sealedKey());
    expect(counted.openings).toBe(0);
  });

  test("are asked for again after a failure, which all who waited for it see", async () => {
    let failing = true;
    const { counted, counting } = countingVault(() => failing);
    const source = keySourceOf({ ...deps, vault: counting }, own, await sealedKey());
    const ends = await Promise.allSettled([source(), source()]);
    expect(ends.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    failing = false;
    expect(await source()).toMatchObject({ accessKeyId: "AKIAOWN" });
    expect(counted.openings).toBe(2);
  });

  test("that were sealed for another team do not open", async () => {
    const sealed = await vault.seal(sealable(key), sealContextOf("acme", "kappa"));
    await expect(keySourceOf(deps, own, sealed)()).rejects.toMatchObject({ code: "credentials.unavailable" });
  });

  test("that are missing are a problem of ours", async () => {
    await expect(keySourceOf(deps, own, undefined)()).rejects.toMatchObject({
      code: "credentials.unavailable",
    });
  });

  test.each([
    "no JSON: top-secret",
    "null",
    "[]",
    '"top-secret"',
    '{"accessKeyId":"top-secret"}',
    '{"accessKeyId":1,"secretAccessKey":2}',
  ])(
    "that do not read as keys (%s) are a problem that shows nothing of them, and is not kept",
    async (text) => {
      const sealed = await vault.seal(secret(text), sealContextOf("acme", "omega"));
      const { counted, counting } = countingVault();
      const source = keySourceOf({ ...deps, vault: counting }, own, sealed);
      for (const _ of [1, 2]) {
        const error = await source().catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ code: "credentials.unavailable" });
        expect(`${error} ${(error as Error).cause}`).not.toContain("top-secret");
      }
      expect(counted.openings).toBe(2);
    },
  );
});

describe("a registered store's keys", () => {
  test("are those of the store as it is now, asked for at every use", async () => {
    const keys = [key, { ...key, accessKeyId: "AKIANEW" }];
    const source = keySourceOf(
      { ...deps, registeredKey: () => keys.shift() },
      teamWith("registered"),
      undefined,
    );
    expect(await source()).toMatchObject({ accessKeyId: "AKIAOWN" });
    expect(await source()).toMatchObject({ accessKeyId: "AKIANEW" });
  });

  test("are a problem for the operator when the store is no longer registered", async () => {
    const source = keySourceOf(deps, teamWith("registered"), await sealedKey());
    await expect(source()).rejects.toMatchObject({ code: "store.not_registered" });
  });
});

describe.each([
  ["instance", "instanceKeys", "The instance storage has no credentials."],
  ["integration", "integrationKeys", "This deployment has no identity of its own for the bucket."],
] as const)("keys of the %s", (source, part, missing) => {
  test("are asked for at every use, for this team", async () => {
    const asked: Team[] = [];
    const keys = async (team: Team) => {
      asked.push(team);
      return key;
    };
    const team = teamWith(source);
    const keySource = keySourceOf({ ...deps, [part]: keys }, team, undefined);
    expect(await keySource()).toBe(key);
    await keySource();
    expect(asked).toEqual([team, team]);
  });

  test("are a problem where there are none", async () => {
    await expect(keySourceOf(deps, teamWith(source), undefined)()).rejects.toMatchObject({
      code: "credentials.unavailable",
      detail: missing,
    });
  });
});
