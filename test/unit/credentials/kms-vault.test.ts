import { KMSClient } from "@aws-sdk/client-kms";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { kmsVault } from "../../../lib/credentials/kms-vault.ts";
import type { Vault } from "../../../lib/credentials/vault.ts";
import { secret } from "../../../lib/secret.ts";
import { type KmsServer, startKmsServer } from "../../support/kms-server.ts";
import { describeSeals } from "./vault-suite.ts";

const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/1234";
const context = { org: "acme", team: "omega" };

let server: KmsServer;
let anotherServer: KmsServer;
const clients: KMSClient[] = [];
let vault: Vault;
let anotherVault: Vault;

function vaultOn({ endpoint }: KmsServer): Vault {
  const credentials = { accessKeyId: "AKIASERVICE", secretAccessKey: "service-secret" };
  const client = new KMSClient({ endpoint, region: "eu-west-1", credentials, maxAttempts: 1 });
  clients.push(client);
  return kmsVault(client, keyArn);
}

beforeAll(async () => {
  [server, anotherServer] = [await startKmsServer(keyArn), await startKmsServer(keyArn)];
  [vault, anotherVault] = [vaultOn(server), vaultOn(anotherServer)];
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await Promise.all([server.close(), anotherServer.close()]);
});
beforeEach(() => {
  server.calls.length = 0;
});
afterEach(() => server.succeed());

describeSeals(
  () => vault,
  () => anotherVault,
);

test("KMS is asked with this key, and organisation and team as the context that CloudTrail shows", async () => {
  await vault.open(await vault.seal(secret("text"), context), context);
  const EncryptionContext = { "wandb:OrgID": "acme", "wandb:Team": "omega" };
  expect(server.calls).toEqual([
    { operation: "Encrypt", body: expect.objectContaining({ KeyId: keyArn, EncryptionContext }) },
    { operation: "Decrypt", body: expect.objectContaining({ KeyId: keyArn, EncryptionContext }) },
  ]);
});

test("the longest keys that there are fit into one call", async () => {
  const longest = JSON.stringify({ accessKeyId: "A".repeat(128), secretAccessKey: "s".repeat(3_500) });
  const sealed = await vault.seal(secret(longest), context);
  expect((await vault.open(sealed, context)).reveal()).toBe(longest);
});

test("what a local vault sealed is refused without asking KMS", async () => {
  await expect(vault.open("local1:AAAA", context)).rejects.toMatchObject({ code: "credentials.unavailable" });
  expect(server.calls).toHaveLength(0);
});

describe("when KMS fails", () => {
  test.each([
    [400, "AccessDeniedException"],
    [400, "DisabledException"],
    [400, "ThrottlingException"],
    [500, "KMSInternalException"],
  ])("with %d %s, the error is ours, and KMS's words are for the log alone", async (status, type) => {
    const sealed = await vault.seal(secret("the secret"), context);
    server.fail(status, type);
    for (const failing of [vault.open(sealed, context), vault.seal(secret("the secret"), context)])
      await expect(failing).rejects.toMatchObject({
        code: "credentials.unavailable",
        detail: "The team's credentials cannot be sealed or opened.",
        cause: expect.objectContaining({ name: type }),
        retryAfterSeconds: 5,
      });
  });

  test.each(["InvalidCiphertextException", "IncorrectKeyException"])(
    "with %s, nobody is told to try again",
    async (type) => {
      const sealed = await vault.seal(secret("the secret"), context);
      server.fail(400, type);
      await expect(vault.open(sealed, context)).rejects.toMatchObject({
        code: "credentials.unavailable",
        retryAfterSeconds: undefined,
      });
    },
  );

  test("the next call asks again", async () => {
    const sealed = await vault.seal(secret("text"), context);
    server.fail(500, "KMSInternalException");
    await expect(vault.open(sealed, context)).rejects.toThrow("credentials.unavailable");
    server.succeed();
    expect((await vault.open(sealed, context)).reveal()).toBe("text");
  });
});
