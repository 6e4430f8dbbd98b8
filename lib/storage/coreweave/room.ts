import { optional, required } from "../form.ts";
import { virtualHosted } from "../s3/layout.ts";
import { parseUserinfo } from "../s3/read-userinfo.ts";
import { s3Room } from "../s3/room.ts";
import { pinnedTo } from "./documents/bucket-policy.ts";
import { nameProblem, place, printAddress } from "./naming.ts";
import { coreweaveBucket } from "./read-bucket.ts";
import { readCoreweaveHost } from "./read-host.ts";

/**
 * What the signature names when the bucket has no region. W&B's `cw://` addresses carry none, and which region
 * CoreWeave wants then is not public; `us-east-1` is what S3 clients send by default.
 */
const DEFAULT_REGION = "us-east-1";

/** CoreWeave AI Object Storage: virtual-hosted only, TLS 1.3. https://docs.coreweave.com/products/storage/object-storage */
export const coreweaveRoom = s3Room({
  title: "CoreWeave AI Object Storage",
  // Instance storage on CoreWeave is set up by W&B's support.
  scopes: { "multi-tenant": ["team"], dedicated: ["team"], "self-managed": ["team"] },
  instanceBySupport: true,
  form: {
    fields: [required("name"), optional("path"), optional("region")],
    address: {
      format: "cw://<accessKey>:<secretKey>@cwobject.com/<bucket>[/<path>]",
      example: "cw://cwobject.com/acme-models/wandb",
    },
  },
  address: {
    scheme: "cw",
    // cwlota.com is CoreWeave's cache inside its clusters.
    hostSuffixes: ["cwobject.com", "cwlota.com"],
    readHost: readCoreweaveHost,
    readUserinfo: parseUserinfo,
    readBucket: coreweaveBucket,
  },
  nameProblem,
  place,
  printAddress,
  guide: {
    endpointOf: () => "https://cwobject.com",
    granteeOf: (principal, org) => ({ principal: { CW: principal }, condition: pinnedTo(org) }),
  },
  layout: ({ name, region }) => virtualHosted(name, "cwobject.com", region ?? DEFAULT_REGION),
  minTlsVersion: "TLSv1.3",
});
