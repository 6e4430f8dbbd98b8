import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * The local vault's key: 32 random bytes in a file that only its owner reads, made when it is first asked for.
 * Two processes that start at once get the same key. Without the file, what was sealed with it is lost.
 */
export function vaultKeyFrom(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  mkdirSync(dirname(file), { recursive: true });
  const own = `${file}.${process.pid}`;
  writeFileSync(own, randomBytes(32), { mode: 0o600 });
  try {
    linkSync(own, file); // fails when another process was first
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(own);
  }
  return readFileSync(file);
}
