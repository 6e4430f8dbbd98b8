import { createPrivateKey, generateKeyPair, type KeyObject, randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/**
 * The RSA key of the local issuer, from `stateDir`; made on first use, readable by its owner alone. Processes that
 * come at the same moment get the same key. Rejects with a sentence when the file is not such a key.
 */
export async function openIssuerKey(stateDir: string): Promise<KeyObject> {
  const file = join(stateDir, "issuer-key.pem");
  return (await readKey(file)) ?? (await createKey(stateDir, file));
}

async function createKey(stateDir: string, file: string): Promise<KeyObject> {
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const { privateKey } = await promisify(generateKeyPair)("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, privateKey, { mode: 0o600, flag: "wx", flush: true });
    // Unlike a rename, a link never replaces: the first process wins, and nobody sees half a key.
    await link(draft, file);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const key = await readKey(file);
  if (key === undefined) throw new Error(`${file} was deleted while it was being made; start again.`);
  return key;
}

async function readKey(file: string): Promise<KeyObject | undefined> {
  const pem = await readFile(file, "utf8").catch((error: unknown) => {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  });
  if (pem === undefined) return undefined;
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === "rsa") return key;
  } catch {
    // OpenSSL's own words help nobody, and must not show what stands in the file.
  }
  throw new Error(
    `${file} is not an RSA private key; delete it, and a new one is made (old tokens end then).`,
  );
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
