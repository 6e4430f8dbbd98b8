// dynalite has no types of its own; these are the options that we use.
declare module "dynalite" {
  import type { Server } from "node:http";

  /** An HTTP server, not yet listening. Its `close` also closes the database. */
  function dynalite(options: { path?: string; createTableMs?: number }): Server;
  export = dynalite;
}
