import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAddress } from "../../../lib/buckets/address.ts";
import * as aws from "../../../lib/storage/aws/naming.ts";
import * as azure from "../../../lib/storage/azure/naming.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import * as coreweave from "../../../lib/storage/coreweave/naming.ts";
import * as gcp from "../../../lib/storage/gcp/naming.ts";
import * as minio from "../../../lib/storage/minio/naming.ts";
import { randomAws, randomAzure, randomCoreweave, randomGcp, randomMinio } from "./random-bucket.ts";
import { contextWith, found, parse } from "./reading.ts";

const ROOMS = [
  ["AWS", randomAws, aws.printAddress],
  ["CoreWeave", randomCoreweave, coreweave.printAddress],
  ["GCS", randomGcp, gcp.printAddress],
  ["Azure", randomAzure, azure.printAddress],
  ["S3-compatible", randomMinio, minio.printAddress],
] as const;

describe("a printed address", () => {
  it.each(ROOMS)("of %s is read as the same bucket, whatever is registered", (_title, buckets, print) => {
    const store: Bucket = {
      provider: "MINIO",
      name: "x",
      path: "",
      region: "r",
      endpoint: "https://minio.acme.test",
    };
    fc.assert(
      fc.property(
        buckets,
        fc.constantFrom(contextWith(), contextWith([store], "eu-north-1")),
        (bucket, context) => {
          expect(found(parseAddress(print(bucket), context)).bucket).toEqual(bucket);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("is the canonical spelling", () => {
    const printed = (address: string, print: (bucket: Bucket) => string) =>
      print(found(parse(address)).bucket);
    expect(printed("s3://AK:SK@Bkt.S3-eu-west-1.amazonaws.com/p/", aws.printAddress)).toBe(
      "s3://s3.eu-west-1.amazonaws.com/bkt/p",
    );
    expect(printed("s3://bkt?region=cn-north-1", aws.printAddress)).toBe(
      "s3://s3.cn-north-1.amazonaws.com.cn/bkt",
    );
    expect(printed("cw://bkt/p", coreweave.printAddress)).toBe("cw://cwobject.com/bkt/p");
    expect(printed("gs://Bkt.storage.googleapis.com/p/", gcp.printAddress)).toBe("gs://bkt/p");
    expect(printed("gs://@bkt/a@b", gcp.printAddress)).toBe("gs://@bkt/a@b");
    expect(printed("az://Acct.blob.core.windows.net/cont/p/", azure.printAddress)).toBe("az://acct/cont/p");
    expect(printed("az://@acct/cont/a@b", azure.printAddress)).toBe("az://@acct/cont/a@b");
    expect(printed("s3://AK:SK@M.test/bkt/p?tls=true&basePath=/b/&region=r", minio.printAddress)).toBe(
      "s3://m.test:443/bkt/p?region=r&tls=true&basePath=b",
    );
    expect(printed("s3://@m.test/bkt/a@b?region=r", minio.printAddress)).toBe(
      "s3://@m.test:80/bkt/a@b?region=r",
    );
  });
});
