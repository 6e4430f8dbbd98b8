import { type AddressFailure, refuse, refuseProvider } from "./address-result.ts";

const FORMS = {
  s3: "s3://<bucket>[/<path>]?region=<region> on AWS, or s3://<accessKey>:<secretKey>@<host[:port]>/<bucket>[/<path>]?region=<region>",
  cw: "cw://<bucket>[/<path>], or cw://<accessKey>:<secretKey>@cwobject.com/<bucket>[/<path>]",
  gs: "gs://<bucket>[/<path>]",
  az: "az://<account>/<container>[/<path>]",
};

const WRONG: Record<string, AddressFailure> = {
  gcs: refuse("An address of Google Cloud Storage begins with gs://, not gcs://.", `Write ${FORMS.gs}.`),
  azure: refuse("An address of Azure begins with az://, not azure://.", `Write ${FORMS.az}.`),
  http: refuse("A bucket's address does not begin with http://.", `Write ${FORMS.s3}.`),
  https: refuse("A bucket's address does not begin with https://.", `Write ${FORMS.s3} and add &tls=true.`),
  gs: refuseProvider("GCP"),
  az: refuseProvider("AZURE"),
};

/** Takes the scheme off an address; a failure shows the right form. */
export function takeScheme(text: string): { scheme: "s3" | "cw"; rest: string } | AddressFailure {
  const [, written = "", rest = ""] = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(.*)$/s.exec(text) ?? [];
  const scheme = written.toLowerCase();
  if (scheme === "s3" || scheme === "cw") return { scheme, rest };
  const known = Object.hasOwn(WRONG, scheme) ? WRONG[scheme] : undefined;
  if (known) return known;
  const forms = `Write ${FORMS.s3}; or ${FORMS.cw}.`;
  return written === ""
    ? refuse("This is not a bucket's address: it has no scheme.", forms)
    : refuse("This address begins with a scheme that is not known.", forms);
}
