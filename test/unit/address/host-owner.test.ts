import { describe, expect, it } from "vitest";
import { hostOwner } from "../../../lib/storage/address/host-owner.ts";

describe("the owner of a host", () => {
  it.each([
    ["s3.amazonaws.com", "AWS"],
    ["bkt.S3.eu-west-1.AmazonAWS.com.", "AWS"],
    ["s3.cn-north-1.amazonaws.com.cn", "AWS"],
    ["s3.eusc-de-east-1.amazonaws.eu", "AWS"],
    ["s3.eu-west-1.api.aws", "AWS"],
    ["my.elb.s3.amazonaws.com", "AWS"],
    ["cwobject.com", "COREWEAVE"],
    ["bkt.cwobject.com", "COREWEAVE"],
    ["cwlota.com", "COREWEAVE"],
    ["storage.googleapis.com", "GCP"],
    ["bkt.storage.googleapis.com", "GCP"],
    ["storage.cloud.google.com", "GCP"],
    ["acct.blob.core.windows.net", "AZURE"],
    ["acct.z1.blob.storage.azure.net", "AZURE"],
    ["acct.blob.core.chinacloudapi.cn", "AZURE"],
    ["acct.blob.core.usgovcloudapi.net", "AZURE"],
  ])("%s is %s", (host, owner) => expect(hostOwner(host)).toBe(owner));

  it.each([
    "minio.acme.test",
    "127.0.0.1",
    "[::1]",
    "evilamazonaws.com",
    "amazonaws.com.evil.test",
    "notcwobject.com",
    "xgoogleapis.com",
    "ec2-1-2-3-4.compute-1.amazonaws.com",
    "ec2-1-2-3-4.eu-west-1.compute.amazonaws.com",
    "s3-nlb.elb.eu-west-1.amazonaws.com",
    "s3-clb.eu-west-1.elb.amazonaws.com",
  ])("%s is no provider's", (host) => expect(hostOwner(host)).toBeUndefined());
});
