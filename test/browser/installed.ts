import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Where Chromium is; throws one sentence when it is missing: a suite that skips itself proves nothing. */
export function findChromium(path = process.env.PATH ?? ""): string {
  const found = path
    .split(delimiter)
    .map((folder) => join(folder, "chromium"))
    .find(isExecutable);
  if (found === undefined)
    throw new Error("The browser tests need chromium: run test/browser/install.sh first.");
  return found;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
