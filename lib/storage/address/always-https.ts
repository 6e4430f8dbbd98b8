import { type AddressFailure, refuse } from "./address-result.ts";
import type { AddressOptions } from "./query.ts";

/** The options that mean nothing at a provider whose hosts are fixed: a failure where they would mislead. */
export function alwaysHttps(title: string, options: AddressOptions): AddressFailure | undefined {
  if (options.tls === false) {
    return refuse(`${title} is always reached over https, so tls=false cannot be.`, "Leave tls away.");
  }
  if (options.basePath !== undefined) {
    return refuse(`${title} has no base path.`, "Write the path behind the bucket's name.");
  }
  return undefined;
}

/** Said when the address asks for path-style where it is not used. */
export function pathStyleWarning(title: string, options: AddressOptions): string[] {
  return options.forcePathStyle === true
    ? [`forcePathStyle has no effect: ${title} is reached at the bucket's own host.`]
    : [];
}
