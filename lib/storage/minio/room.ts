import type { Bucket } from "../bucket.ts";
import { optional, required } from "../form.ts";
import { type Layout, pathStyle } from "../s3/layout.ts";
import { parseUserinfo } from "../s3/read-userinfo.ts";
import { s3Room } from "../s3/room.ts";
import { closeToPublic } from "./close-to-public.ts";
import { expiryIn } from "./expiry-in.ts";
import { minioKmsKeyProblem } from "./kms-key.ts";
import { nameProblem, place, printAddress } from "./naming.ts";
import { minioBucket } from "./read-bucket.ts";

function layout({ name, endpoint, region }: Bucket): Layout {
  if (endpoint === undefined || region === undefined) {
    throw new Error("A bucket on an S3-compatible store has an endpoint and a region");
  }
  return pathStyle(name, endpoint, region);
}

const engine = s3Room({
  title: "S3-compatible storage",
  scopes: { "multi-tenant": [], dedicated: ["instance", "team"], "self-managed": ["instance", "team"] },
  form: {
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
  address: {
    scheme: "s3",
    hostSuffixes: [], // whatever host is nobody else's
    readHost: () => ({}),
    readUserinfo: parseUserinfo,
    readBucket: minioBucket,
  },
  nameProblem,
  kmsKeyProblem: minioKmsKeyProblem,
  place,
  printAddress,
  guide: { endpointOf: ({ endpoint }) => endpoint },
  layout,
});

/** Any other store that speaks S3 (MinIO, Ceph, SeaweedFS, …), path-style under its endpoint. */
export const minioRoom: typeof engine = {
  ...engine,
  // Miniflare replaces an object although If-None-Match came with the completion; other stores may too.
  bindsMultipart: { ifNoneMatch: false },
  expiryIn,
  guide: { ...engine.guide, closeToPublic },
};
