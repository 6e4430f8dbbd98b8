import { virtualHosted } from "../s3/layout.ts";
import { s3Room } from "../s3/room.ts";
import { nameProblem, place, printAddress } from "./naming.ts";

/**
 * What the signature names when the bucket has no region. W&B's `cw://` addresses carry none, and which region
 * CoreWeave wants then is not public; `us-east-1` is what S3 clients send by default.
 */
const DEFAULT_REGION = "us-east-1";

/** CoreWeave AI Object Storage: virtual-hosted only, TLS 1.3. https://docs.coreweave.com/products/storage/object-storage */
export const coreweaveRoom = s3Room({
  title: "CoreWeave AI Object Storage",
  nameProblem,
  place,
  printAddress,
  cliEndpoint: () => "https://cwobject.com",
  layout: ({ name, region }) => virtualHosted(name, "cwobject.com", region ?? DEFAULT_REGION),
  minTlsVersion: "TLSv1.3",
});
