import type { Bucket } from "../bucket.ts";
import { type Layout, pathStyle } from "../s3/layout.ts";
import { s3Room } from "../s3/room.ts";
import { nameProblem, place, printAddress } from "./naming.ts";

function layout({ name, endpoint, region }: Bucket): Layout {
  if (endpoint === undefined || region === undefined) {
    throw new Error("A bucket on an S3-compatible store has an endpoint and a region");
  }
  return pathStyle(name, endpoint, region);
}

/** Any other store that speaks S3 (MinIO, Ceph, SeaweedFS, …), path-style under its endpoint. */
export const minioRoom = s3Room({
  title: "S3-compatible storage",
  nameProblem,
  place,
  printAddress,
  cliEndpoint: ({ endpoint }) => endpoint,
  layout,
});
