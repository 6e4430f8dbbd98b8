import { pathToFileURL } from "node:url";

// Runs a bundle as Lambda does: loads it once, then hands it one event after the other. Ends with its parent.

const { handler } = await import(pathToFileURL(process.argv[2] ?? "").href);

process.on("message", async ({ id, event }: { id: number; event: unknown }) => {
  process.send?.({ id, answer: await handler(event, {}) });
});
process.once("disconnect", () => process.exit());
