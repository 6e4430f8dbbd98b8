import { type AddressFailure, refuse } from "./address-result.ts";
import { hostOwner } from "./host-owner.ts";

/** How an address is written, by its scheme. */
export const FORMS = {
  s3: "s3://<bucket>[/<path>]?region=<region> on AWS, or s3://<accessKey>:<secretKey>@<host[:port]>/<bucket>[/<path>]?region=<region>",
  cw: "cw://<bucket>[/<path>], or cw://<accessKey>:<secretKey>@cwobject.com/<bucket>[/<path>]",
  gs: "gs://<bucket>[/<path>], or gs://<serviceAccountEmail>:<urlEncodedPrivateKey>@<bucket>[/<path>]",
  az: "az://<account>/<container>[/<path>], or az://:<urlEncodedAccessKey>@<account>/<container>[/<path>]",
};

export type Scheme = keyof typeof FORMS;

const SCHEME_OF_OWNER = { AWS: "s3", COREWEAVE: "cw", GCP: "gs", AZURE: "az" } as const;

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
  if (owner !== undefined) return refuse(problem, `Write ${FORMS[SCHEME_OF_OWNER[owner]]}.`);
  return refuse(problem, `Write ${FORMS.s3}${scheme === "https" ? " and add &tls=true" : ""}.`);
}
