import { createRequire } from "node:module";

interface Database {
  open(): Promise<void>;
  close(): Promise<void>;
}

// The very LevelDB that dynalite uses: only that one knows its lock.
const requireAsDynalite = createRequire(createRequire(import.meta.url).resolve("dynalite"));

/**
 * Rejects with a sentence when another process has the LevelDB in `dir` open. Dynalite itself would throw that
 * where nobody can catch it, at its first request.
 */
export async function assertUnlocked(dir: string): Promise<void> {
  const { Level }: { Level: new (path: string) => Database } = requireAsDynalite("level");
  const database = new Level(dir);
  try {
    await database.open();
  } catch (cause) {
    throw new Error(sentence(dir, cause), { cause });
  }
  await database.close();
}

function sentence(dir: string, error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const locked = cause instanceof Error && "code" in cause && cause.code === "LEVEL_LOCKED";
  return locked
    ? `Another process uses the database in ${dir}; end it, or choose another folder with BYOB_STATE_DIR.`
    : `The database in ${dir} cannot be opened; if it is only a local one, delete the folder.`;
}
