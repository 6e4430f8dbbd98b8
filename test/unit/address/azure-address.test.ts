import { describe, expect, it } from "vitest";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import { bare, found, parse, problemOf } from "./reading.ts";
import { ACCOUNT_KEY } from "./sample-keys.ts";

const KEY = encodeURIComponent(ACCOUNT_KEY);
const azure = (path = "", accountName = "acct"): Bucket => ({
  provider: "AZURE",
  accountName,
  name: "cont",
  path,
});

const READ: [address: string, bucket: Bucket][] = [
  ["az://acct/cont", azure()],
  ["AZ://Acct/cont/a/b/", azure("a/b")],
  ["az://acct/cont///a?tls=true", azure("a")],
  ["az://acct/cont/a@b", azure("a@b")],
  ["az://@acct/cont/x:y@z", azure("x:y@z")],
  ["az://acct.blob.core.windows.net/cont/p", azure("p")],
  ["az://ACCT.Blob.core.windows.net.:443/cont", azure()],
  ["s3://acct.blob.core.windows.net/cont", azure()],
  ["cw://acct.blob.core.windows.net/cont", azure()],
  // A host of another provider means that one.
  ["az://cwobject.com/bkt/p", { provider: "COREWEAVE", name: "bkt", path: "p" }],
];

const REFUSED: [address: string, words: RegExp][] = [
  ["azure://acct/cont", /az:\/\/, not azure.*az:\/\/:<urlEncodedAccessKey>@<account>\/<container>/],
  ["https://acct.blob.core.windows.net/cont", /does not begin with https:\/\/.*Write az:\/\/<account>/],
  ["http://acct.blob.core.windows.net/cont?sv=x", /does not begin with http:\/\/.*Write az:\/\/<account>/],
  ["az://", /names no container/],
  ["az://acct", /names no container/],
  ["az://acct/", /names no container/],
  ["az:///cont", /storage account has 3 to 24/],
  ["az://ac/cont", /storage account has 3 to 24/],
  ["az://my-acct/cont", /storage account has 3 to 24/],
  ["az://acct.evil.test/cont", /storage account has 3 to 24/],
  ["az://acct%2F/cont", /storage account has 3 to 24/],
  ["az://acct:443/cont", /without a host or a port/],
  ["az://127.0.0.1:10000/acct/cont", /without a host or a port/],
  ["az://acct.blob.core.windows.net:80/cont", /Azure Blob Storage is reached on port 443 only/],
  ["az://acct.dfs.core.windows.net/cont", /not <account>\.blob\.core\.windows\.net/],
  ["az://acct-secondary.blob.core.windows.net/cont", /not <account>\.blob\.core\.windows\.net/],
  ["az://acct.z1.blob.storage.azure.net/cont", /zonal/],
  ["az://acct.blob.core.chinacloudapi.cn/cont", /sovereign cloud/],
  ["az://acct.blob.core.usgovcloudapi.net/cont", /sovereign cloud/],
  ["s3://acct.blob.core.cloudapi.de/cont", /sovereign cloud/],
  ["az://acct/cont?region=eu", /region has no meaning for Azure Blob Storage/],
  ["az://acct/cont?forcePathStyle=false", /forcePathStyle has no meaning/],
  ["az://acct/cont?basePath=x", /basePath has no meaning/],
  ["az://acct/cont?tls=false", /tls=false/],
  ["az://acct/cont?sv=2020-02-10&sig=hush", /the key sv/],
  ["az://acct/co nt", /character that belongs to an address/],
  ["az://acct/cont/a/./b", /segment \. or \.\./],
  ["az://acct/cont/a./b", /segment that ends with a dot/],
  ["az://acct/cont/.wandb-byob", /begins with \.wandb-byob/],
  [`az://acct:${KEY}@acct/cont`, /a colon and then the account's access key alone/],
  [`az://${KEY}@acct/cont`, /a colon and then/],
  ["az://:@acct/cont", /not that of an Azure storage account/],
  ["az://:hush@acct/cont", /64 bytes in base64, 88 characters/],
  [`az://:${KEY.slice(4)}@acct/cont`, /64 bytes in base64/],
  [`az://:${KEY}%0A@acct/cont`, /64 bytes in base64/],
  [`az://:${KEY.replace("%3D%3D", "")}@acct/cont`, /64 bytes in base64/],
  ["az://:100%@acct/cont", /begins no percent-encoded character/],
  [`az://:${ACCOUNT_KEY.replace("AAQ", "/AQ")}@acct/cont`, /ends it too early/],
  [`az://:${KEY}@acct/cont/a@b`, /ends it too early.*field path/],
  ["s3://AK:SK@acct.blob.core.windows.net/cont", /a colon and then/],
];

describe("an address of Azure", () => {
  it.each(READ)("%s is read", (address, bucket) => {
    expect(found(parse(address)).bucket).toEqual(bucket);
  });

  it.each(REFUSED)("%s is refused with a sentence", (address, words) => {
    expect(problemOf(parse(address))).toMatch(words);
  });
});

describe("the key in an address of Azure", () => {
  it.each([
    ["percent-encoded", `az://:${KEY}@acct/cont/p`],
    ["with + and = as they are", `az://:${ACCOUNT_KEY.replaceAll("/", "%2F")}@acct/cont/p`],
    ["before a host", `s3://:${KEY}@acct.blob.core.windows.net/cont/p`],
  ])("is taken %s", (_title, address) => {
    const { bucket, credentials } = found(parse(address));
    expect(bucket).toEqual(azure("p"));
    expect(bare(credentials)).toEqual({ accountKey: ACCOUNT_KEY });
  });

  it("is absent when none was written", () => {
    expect(found(parse("az://@acct/cont"))).not.toHaveProperty("credentials");
  });
});
