import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const COMMANDS = ["radosgw", "radosgw-admin", "ceph-mon", "ceph-osd", "ceph", "monmaptool", "setpriv"];

/** Throws one sentence when a command that the suite needs is missing: a suite that skips itself proves nothing. */
export function assertInstalled(path = process.env.PATH ?? ""): void {
  const missing = COMMANDS.filter(
    (command) => !path.split(delimiter).some((folder) => isThere(folder, command)),
  );
  if (missing.length === 0) return;
  throw new Error(`The Ceph tests need ${missing.join(", ")}: run test/ceph/install.sh first.`);
}

function isThere(folder: string, command: string): boolean {
  try {
    accessSync(join(folder, command), constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
