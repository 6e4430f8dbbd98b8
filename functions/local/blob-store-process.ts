// Run by blob-store.ts with Azurite's own arguments. Its stdin ends when whoever started it is done or is gone, after
// kill -9 too. On SIGTERM Azurite saves what it holds and ends; it must not wait for clients that do not.
const CLOSING_MS = 5_000;

process.stdin
  .once("end", () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.exit(1), CLOSING_MS).unref();
  })
  .resume();
await import("azurite/dist/src/blob/main.js");
