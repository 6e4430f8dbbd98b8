import type { Provider } from "../storage/bucket.ts";

export interface FormField {
  /** A field of `storageBucket`. */
  name: string;
  required: boolean;
}

export interface ProviderForm {
  fields: readonly FormField[];
  address: { format: string; example: string };
}

const required = (name: string): FormField => ({ name, required: true });
const optional = (name: string): FormField => ({ name, required: false });

/** What an admin fills in for a bucket of each provider, as fields or as one address (spec §3 and §5). */
export const PROVIDER_FORMS: Record<Provider, ProviderForm> = {
  COREWEAVE: {
    fields: [required("name"), optional("path"), optional("region")],
    address: {
      format: "cw://<accessKey>:<secretKey>@cwobject.com/<bucket>[/<path>]",
      example: "cw://cwobject.com/acme-models/wandb",
    },
  },
  AWS: {
    fields: [required("name"), optional("path"), optional("region"), optional("kmsKeyId")],
    address: {
      format: "s3://<accessKey>:<secretKey>@s3.<region>.amazonaws.com/<bucket>[/<path>]",
      example: "s3://s3.us-east-1.amazonaws.com/acme-models/wandb",
    },
  },
  GCP: {
    fields: [required("name"), optional("path")],
    address: {
      format: "gs://<serviceAccountEmail>:<urlEncodedPrivateKey>@<bucket>[/<path>]",
      example: "gs://acme-models/wandb",
    },
  },
  AZURE: {
    fields: [
      required("accountName"),
      required("containerName"),
      optional("path"),
      optional("azureTenantId"),
      optional("azureClientId"),
    ],
    address: {
      format: "az://:<urlEncodedAccessKey>@<account>/<container>[/<path>]",
      example: "az://acmemodels/wandb",
    },
  },
  MINIO: {
    fields: [
      required("name"),
      required("endpoint"),
      optional("path"),
      optional("region"),
      optional("kmsKeyId"),
    ],
    address: {
      format: "s3://<accessKey>:<secretKey>@<host[:port]>/<bucket>[/<path>]?region=<region>[&tls=true]",
      example: "s3://minio.acme.example:9000/acme-models/wandb?region=us-east-1&tls=true",
    },
  },
};
