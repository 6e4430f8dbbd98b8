/** Starts Azurite's blob service with the arguments of the process. */
declare module "azurite/dist/src/blob/main.js" {
  const nothing: unknown;
  export = nothing;
}
