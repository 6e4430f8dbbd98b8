import { type AddressFailure, refuse } from "./address-result.ts";
import type { AddressOptions } from "./query.ts";

/** Refuses what is the S3 family's alone, by its name. `tls=true` says what is so anyway and may stay. */
export function meaninglessOption(title: string, options: AddressOptions): AddressFailure | undefined {
  if (options.tls === false) {
    return refuse(`${title} is always reached over https, so tls=false cannot be.`, "Leave tls away.");
  }
  const key = (["region", "forcePathStyle", "basePath"] as const).find((name) => options[name] !== undefined);
  return key && refuse(`${key} has no meaning for ${title}.`, `Leave ${key} away.`);
}
