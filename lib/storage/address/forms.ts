/** How an address is written, by its scheme. */
export const FORMS = {
  s3: "s3://<bucket>[/<path>]?region=<region> on AWS, or s3://<accessKey>:<secretKey>@<host[:port]>/<bucket>[/<path>]?region=<region>",
  cw: "cw://<bucket>[/<path>], or cw://<accessKey>:<secretKey>@cwobject.com/<bucket>[/<path>]",
  gs: "gs://<bucket>[/<path>], or gs://<serviceAccountEmail>:<urlEncodedPrivateKey>@<bucket>[/<path>]",
  az: "az://<account>/<container>[/<path>], or az://:<urlEncodedAccessKey>@<account>/<container>[/<path>]",
};

export type Scheme = keyof typeof FORMS;
