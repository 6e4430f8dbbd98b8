import { pathToFileURL } from "node:url";

// Runs a bundle as Lambda does: loads it once, then hands it one event after the other. Ends with its parent. What it
// reads of its environment is noted from before the bundle is loaded.

const read = new Set<string>();
const note = (name: string | symbol) => {
  if (typeof name === "string") read.add(name);
};
process.env = new Proxy(process.env, {
  get(variables, name) {
    note(name);
    return Reflect.get(variables, name);
  },
  has(variables, name) {
    note(name);
    return Reflect.has(variables, name);
  },
});

const [, , file = "", functionName] = process.argv;
const { handler } = await import(pathToFileURL(file).href);

process.on("message", async ({ id, event }: { id: number; event: unknown }) => {
  const context = { functionName, awsRequestId: `request-${id}`, getRemainingTimeInMillis: () => 30_000 };
  try {
    process.send?.({ id, answer: await handler(event, context), read: [...read] });
  } catch (error) {
    process.send?.({ id, error: String(error), read: [...read] });
  }
});
process.once("disconnect", () => process.exit());
