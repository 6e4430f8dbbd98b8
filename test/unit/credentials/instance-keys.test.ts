import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { instanceKeys } from "../../../lib/credentials/instance-keys.ts";
import { sealContextOf } from "../../../lib/credentials/key-source.ts";
import { localVault } from "../../../lib/credentials/local-vault.ts";
import { sealable } from "../../../lib/credentials/sealable.ts";
import { secret } from "../../../lib/secret.ts";
import { type CredentialsSource, INSTANCE_KEY } from "../../../lib/teams/team.ts";
import { memoryTeamStore } from "../../support/memory-team-store.ts";
import { sampleTeam } from "../../support/sample-team.ts";

const vault = localVault(randomBytes(32));
const own = { accessKeyId: "INSTANCE", secretAccessKey: secret("own") };
const kappa = { ...sampleTeam({ name: "kappa" }), storageType: "Internal" as const };

async function keysWith(source: CredentialsSource | undefined) {
  const store = memoryTeamStore();
  if (source !== undefined) {
    const { binding, ...sketch } = sampleTeam({ name: INSTANCE_KEY });
    const team = { ...sketch, binding: { ...binding, credentialsSource: source } };
    const sealedCredentials = await vault.seal(sealable(own), sealContextOf(team.org, INSTANCE_KEY));
    await store.writeTeam(team.org, INSTANCE_KEY, { state: "active", team, sealedCredentials }, undefined);
  }
  let opened = 0;
  let reads = 0;
  const counted = {
    ...store,
    readSealedTeam: (org: string, key: string) => {
      reads++;
      return store.readSealedTeam(org, key);
    },
  };
  const find = instanceKeys(counted, {
    vault: {
      seal: vault.seal,
      open: (sealed, context) => {
        opened++;
        return vault.open(sealed, context);
      },
    },
    registeredKey: () => ({ accessKeyId: "REGISTERED", secretAccessKey: secret("r") }),
    integrationKeys: async (team) => ({ accessKeyId: `SESSION ${team.name}`, secretAccessKey: secret("i") }),
  });
  return { find, opened: () => opened, reads: () => reads };
}

it("are the instance's own, read and opened once", async () => {
  const { find, opened, reads } = await keysWith("own");
  expect(await find(kappa)).toMatchObject({ accessKeyId: "INSTANCE" });
  expect(await find(kappa)).toMatchObject({ accessKeyId: "INSTANCE" });
  expect([opened(), reads()]).toEqual([1, 1]);
});

it("are the registered store's", async () => {
  expect(await (await keysWith("registered")).find(kappa)).toMatchObject({ accessKeyId: "REGISTERED" });
});

it("are a session for the team itself where the integration identity signs", async () => {
  expect(await (await keysWith("integration")).find(kappa)).toMatchObject({ accessKeyId: "SESSION kappa" });
});

it("are none where no instance storage was chosen, and looked for again", async () => {
  const { find, reads } = await keysWith(undefined);
  expect([await find(kappa), await find(kappa)]).toEqual([undefined, undefined]);
  expect(reads()).toBe(2);
});
