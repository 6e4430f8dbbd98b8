import { describe, expect, it } from "vitest";
import { parseAddress } from "../../../lib/buckets/address.ts";
import { ROOMS } from "../../../lib/storage/catalog.ts";
import { contextWith, found } from "./reading.ts";

function place(address: string): string {
  const { bucket } = found(parseAddress(address, contextWith([], "eu-west-1")));
  return ROOMS[bucket.provider].place(bucket);
}

const SAME: [place: string, spellings: string[]][] = [
  [
    "AWS/aws/bkt",
    [
      "s3://bkt",
      "s3://bkt/p/",
      "s3://bkt?region=us-east-1",
      "s3://AK:SK@s3.eu-west-1.amazonaws.com/bkt",
      "s3://BKT.s3.eu-west-1.amazonaws.com",
      "s3://bkt.s3-eu-west-1.amazonaws.com./p",
      "s3://bkt.s3.dualstack.eu-west-1.amazonaws.com:443",
      "s3://s3.amazonaws.com/bkt/",
      "cw://s3.eu-west-1.amazonaws.com/bkt",
    ],
  ],
  ["AWS/aws-cn/bkt", ["s3://bkt?region=cn-north-1", "s3://bkt.s3.cn-north-1.amazonaws.com.cn"]],
  ["AWS/aws-us-gov/bkt", ["s3://bkt?region=us-gov-west-1", "s3://s3.us-gov-west-1.amazonaws.com/bkt"]],
  [
    "COREWEAVE/bkt",
    [
      "cw://bkt",
      "cw://bkt?region=US-EAST-04A",
      "cw://AK:SK@cwobject.com/bkt/p",
      "cw://BKT.CWOBJECT.com.",
      "s3://AK:SK@cwobject.com:443/bkt/?tls=true",
    ],
  ],
  [
    "GCP/bkt",
    [
      "gs://bkt",
      "gs://bkt/p/",
      "gs://@bkt/a@b",
      "gs://storage.googleapis.com/bkt/p",
      "gs://BKT.Storage.GoogleAPIs.com.",
      "gs://storage.cloud.google.com:443/bkt",
      "s3://GOOG1EACME:SK@storage.googleapis.com/bkt",
      "az://bkt.storage.googleapis.com/p",
    ],
  ],
  ["GCP/bkt.acme.com", ["gs://bkt.acme.com/p", "gs://storage.googleapis.com/bkt.acme.com"]],
  [
    "AZURE/acct/bkt",
    [
      "az://acct/bkt",
      "az://ACCT/bkt/p/",
      "az://@acct/bkt/a@b",
      "az://acct.blob.core.windows.net/bkt",
      "az://Acct.Blob.Core.Windows.NET.:443/bkt/p",
      "s3://acct.blob.core.windows.net/bkt",
      "gs://acct.blob.core.windows.net/bkt?tls=true",
    ],
  ],
  [
    "MINIO/minio.test/bkt",
    [
      "s3://AK:SK@minio.test/bkt?region=r",
      "s3://AK:SK@MINIO.test./bkt/?region=r",
      "s3://minio.test:80/bkt/p?region=other",
      "s3://minio.test:443/bkt?region=r",
      "s3://minio.test:443/bkt?region=r&tls=true",
      "s3://minio.test:80/bkt?region=r&tls=true",
    ],
  ],
  [
    "MINIO/minio.test:9000/bkt",
    ["s3://minio.test:9000/bkt?region=r", "s3://Minio.TEST.:9000/bkt?region=r&tls=true"],
  ],
  [
    "MINIO/minio.test:9000/b/c/bkt",
    ["s3://minio.test:9000/bkt?region=r&basePath=b/c", "s3://minio.test:9000/bkt?region=r&basePath=%2Fb/c/"],
  ],
  ["MINIO/[::1]/bkt", ["s3://[::1]/bkt?region=r", "s3://[0:0::0001]:80/bkt?region=r&tls=true"]],
];

describe("the place of a bucket", () => {
  it.each(SAME)("%s is the same for every spelling", (expected, spellings) => {
    expect(spellings.map(place)).toEqual(spellings.map(() => expected));
  });

  it("is normalised even where the stored endpoint is not", () => {
    const bucket = {
      provider: "MINIO",
      name: "bkt",
      path: "",
      endpoint: "HTTPS://Minio.test.:443/b/",
    } as const;
    expect(ROOMS.MINIO.place(bucket)).toBe("MINIO/minio.test/b/bkt");
  });

  it("differs for another port, base path, bucket or case of an S3-compatible bucket", () => {
    const places = [
      "s3://minio.test:9000/bkt?region=r",
      "s3://minio.test:9001/bkt?region=r",
      "s3://minio.test:9000/bkt?region=r&basePath=b",
      "s3://minio.test:9000/bkt?region=r&basePath=B",
      "s3://minio.test:9000/Bkt?region=r",
      "s3://minio.test:9000/b/bkt?region=r",
    ].map(place);
    expect(new Set(places).size).toBe(places.length);
  });
});
