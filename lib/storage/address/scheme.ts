import { ROOMS } from "../catalog.ts";
import { type AddressFailure, refuse } from "./address-result.ts";
import { FORMS, type Scheme } from "./forms.ts";
import { hostOwner } from "./host-owner.ts";

/** Takes the scheme off an address; a failure shows the right form. */
export function takeScheme(text: string): { scheme: Scheme; rest: string } | AddressFailure {
  const [, written = "", rest = ""] = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(.*)$/s.exec(text) ?? [];
  const scheme = written.toLowerCase();
  switch (scheme) {
    case "s3":
    case "cw":
    case "gs":
    case "az":
      return { scheme, rest };
    case "gcs":
      return refuse(
        "An address of Google Cloud Storage begins with gs://, not gcs://.",
        `Write ${FORMS.gs}.`,
      );
    case "azure":
      return refuse("An address of Azure begins with az://, not azure://.", `Write ${FORMS.az}.`);
    case "http":
    case "https":
      return refuseUrl(scheme, rest);
  }
  const forms = `Write ${Object.values(FORMS).join("; or ")}.`;
  return written === ""
    ? refuse("This is not a bucket's address: it has no scheme.", forms)
    : refuse("This address begins with a scheme that is not known.", forms);
}

/** Shows the form of the provider that the URL's host belongs to; without a known one, an S3-compatible store's. */
function refuseUrl(scheme: "http" | "https", rest: string): AddressFailure {
  const problem = `A bucket's address does not begin with ${scheme}://.`;
  const [authority = ""] = rest.split(/[/?#]/, 1);
  const owner = hostOwner(authority.slice(authority.lastIndexOf("@") + 1).replace(/:\d*$/, ""));
  if (owner !== undefined) return refuse(problem, `Write ${FORMS[ROOMS[owner].address.scheme]}.`);
  return refuse(problem, `Write ${FORMS.s3}${scheme === "https" ? " and add &tls=true" : ""}.`);
}
