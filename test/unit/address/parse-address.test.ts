import { describe, expect, it } from "vitest";
import { parseAddress } from "../../../lib/buckets/address.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import { bare, contextWith, found, parse, problemOf } from "./reading.ts";

const aws = (name: string, path = "", region = "eu-west-1"): Bucket => ({
  provider: "AWS",
  name,
  path,
  region,
});
const cw = (name: string, path = ""): Bucket => ({ provider: "COREWEAVE", name, path });
const minio = (endpoint: string, path = "", name = "bkt"): Bucket => ({
  provider: "MINIO",
  name,
  path,
  region: "r-1",
  endpoint,
});

const READ: [address: string, bucket: Bucket][] = [
  ["s3://bkt?region=eu-west-1", aws("bkt")],
  ["S3://bkt/a/b?region=eu-west-1", aws("bkt", "a/b")],
  ["  s3://bkt/a/b/?region=eu-west-1\n", aws("bkt", "a/b")],
  ["s3://bkt///a?region=eu-west-1&", aws("bkt", "a")],
  ["s3://bkt/a@b?region=eu-west-1&tls=true", aws("bkt", "a@b")],
  ["s3://AK:SK@s3.eu-west-1.amazonaws.com/bkt/p", aws("bkt", "p")],
  ["s3://s3.eu-west-1.amazonaws.com/bkt?region=eu-west-1", aws("bkt")],
  ["s3://S3.EU-West-1.AmazonAWS.com.:443/bkt", aws("bkt")],
  ["s3://bkt.s3.eu-west-1.amazonaws.com/p/q", aws("bkt", "p/q")],
  ["s3://my.bkt.s3.eu-west-1.amazonaws.com", aws("my.bkt")],
  ["s3://s3.dualstack.eu-west-1.amazonaws.com/bkt", aws("bkt")],
  ["s3://bkt.s3.dualstack.eu-west-1.amazonaws.com/p", aws("bkt", "p")],
  ["s3://s3-eu-west-1.amazonaws.com/bkt", aws("bkt")],
  ["s3://bkt.s3-eu-west-1.amazonaws.com", aws("bkt")],
  ["s3://s3.amazonaws.com/bkt?region=eu-west-1", aws("bkt")],
  ["s3://bkt.s3.amazonaws.com?region=eu-west-1", aws("bkt")],
  ["s3://s3-external-1.amazonaws.com/bkt", aws("bkt", "", "us-east-1")],
  ["s3://s3.cn-north-1.amazonaws.com.cn/bkt", aws("bkt", "", "cn-north-1")],
  ["s3://bkt.s3.us-gov-west-1.amazonaws.com", aws("bkt", "", "us-gov-west-1")],
  ["s3://elb.s3.eu-west-1.amazonaws.com", aws("elb")],
  ["cw://AK:SK@s3.eu-west-1.amazonaws.com/bkt", aws("bkt")],
  ["cw://bkt", cw("bkt")],
  ["cw://bkt/p/q/", cw("bkt", "p/q")],
  ["cw://bkt.cwobject.com/p", cw("bkt", "p")],
  ["cw://cwobject.com/bkt/p?tls=true", cw("bkt", "p")],
  ["cw://AK:SK@CWObject.com.:443/bkt", cw("bkt")],
  ["s3://AK:SK@cwobject.com/bkt", cw("bkt")],
  ["s3://bkt.cwobject.com", cw("bkt")],
  ["cw://bkt?region=US-EAST-04A", { ...cw("bkt"), region: "US-EAST-04A" }],
  ["s3://AK:SK@minio.test/bkt?region=r-1", minio("http://minio.test")],
  ["s3://AK:SK@minio.test/bkt/p?region=r-1&tls=true", minio("https://minio.test", "p")],
  ["s3://minio.test:9000/bkt?region=r-1&forcePathStyle=true", minio("http://minio.test:9000")],
  ["s3://MINIO.test.:80/bkt?region=r-1&tls=false", minio("http://minio.test")],
  ["s3://minio.test:443/bkt?region=r-1&tls=true", minio("https://minio.test")],
  ["s3://minio.test:443/bkt?region=r-1", minio("http://minio.test:443")],
  ["s3://10.1.2.3:9000/bkt?region=r-1", minio("http://10.1.2.3:9000")],
  ["s3://[0:0:0:0:0:0:0:1]:9000/bkt?region=r-1", minio("http://[::1]:9000")],
  ["s3://[FD00::A]/bkt?region=r-1", minio("http://[fd00::a]")],
  ["s3://@minio.test/bkt/x:y@z?region=r-1", minio("http://minio.test", "x:y@z")],
  ["s3://m.test:9/Bkt_1?region=r-1&basePath=/a/b/", minio("http://m.test:9/a/b", "", "Bkt_1")],
  ["s3://m.test:9/bkt?region=r-1&basePath=%2Fa%2Fb", minio("http://m.test:9/a/b")],
  // Customers run stores on EC2 and behind load balancers.
  [
    "s3://s3-x.elb.eu-west-1.amazonaws.com:9000/bkt?region=r-1",
    minio("http://s3-x.elb.eu-west-1.amazonaws.com:9000"),
  ],
  [
    "s3://ec2-1.compute-1.amazonaws.com:9000/bkt?region=r-1",
    minio("http://ec2-1.compute-1.amazonaws.com:9000"),
  ],
  ["s3://s3.amazonaws.com.evil.test:9/bkt?region=r-1", minio("http://s3.amazonaws.com.evil.test:9")],
];

const REFUSED: [address: string, words: RegExp][] = [
  ["bkt", /no scheme.*s3:\/\/.*cw:\/\//],
  ["", /no scheme/],
  ["ftp://x/y", /scheme that is not known.*s3:\/\//],
  ["constructor://x", /scheme that is not known/],
  ["gcs://bkt", /gs:\/\/, not gcs/],
  ["azure://a/c", /az:\/\/, not azure/],
  ["http://minio.test/bkt", /http:\/\/.*Write s3:\/\//],
  ["https://minio.test/bkt", /https:\/\/.*tls=true/],
  ["https://bkt.s3.amazonaws.com", /https:\/\/.*Write s3:\/\/<bucket>.*region>\.$/],
  ["https://bkt.cwobject.com/p", /https:\/\/.*Write cw:\/\/<bucket>/],
  ["s3://bkt", /region of the AWS bucket is missing.*\?region=/],
  ["s3://s3.amazonaws.com/bkt", /region of the AWS bucket is missing/],
  ["s3://bkt?region=EU", /not an AWS region/],
  ["s3://bkt?region=eu.west/", /not an AWS region/],
  ["s3://bkt?region=eusc-de-east-1", /partition that this service does not reach/],
  ["s3://s3.eu-west-1.amazonaws.com/bkt?region=us-east-1", /eu-west-1, but the region given is us-east-1/],
  ["s3://s3.amazonaws.com/bkt?region=cn-north-1", /end with amazonaws.com.cn/],
  ["s3://s3.cn-north-1.amazonaws.com/bkt", /end with amazonaws.com.cn/],
  ["s3://s3.amazonaws.com.cn/bkt?region=eu-west-1", /end with amazonaws.com\./],
  ["s3://s3.eu-west-1.amazonaws.com:9000/bkt", /Amazon S3 is reached on port 443 only/],
  ["s3://bkt?region=eu-west-1&tls=false", /always reached over https/],
  ["s3://bkt?region=eu-west-1&basePath=x", /Amazon S3 has no base path/],
  ["s3://s3-fips.eu-west-1.amazonaws.com/bkt", /not a regional host of Amazon S3/],
  ["s3://s3-fips-us-gov-west-1.amazonaws.com/bkt", /not a regional host of Amazon S3/],
  ["s3://s3-accelerate.amazonaws.com/bkt", /not a regional host of Amazon S3/],
  ["s3://bkt.s3-website-eu-west-1.amazonaws.com", /not a regional host of Amazon S3/],
  ["s3://ap-123.s3-accesspoint.eu-west-1.amazonaws.com", /not a regional host of Amazon S3/],
  ["s3://bucket.vpce-1.s3.eu-west-1.vpce.amazonaws.com/bkt", /not a regional host of Amazon S3/],
  ["s3://s3.eu-west-1.amazonaws.com", /names no bucket/],
  ["s3://AK:SK@bkt?region=eu-west-1", /names no bucket.*s3\.<region>\.amazonaws\.com/],
  ["s3://", /names no bucket/],
  ["cw://", /names no bucket/],
  ["cw://cwobject.com", /names no bucket/],
  ["cw://.cwobject.com/bkt", /not a valid DNS name/],
  ["cw://cwlota.com/bkt", /cwlota.com \(LOTA\).*cwobject.com/],
  ["s3://AK:SK@bkt.cwlota.com/p", /cwlota.com \(LOTA\)/],
  ["cw://AK:SK@minio.test:9000/bkt", /CoreWeave's buckets live at cwobject.com/],
  ["cw://my.bkt/p", /CoreWeave's buckets live at cwobject.com/],
  ["cw://bkt?tls=false", /CoreWeave is always reached over https/],
  ["cw://bkt?basePath=x", /CoreWeave has no base path/],
  ["cw://bkt?region=a_b", /not a CoreWeave region/],
  ["cw://cwobject.com:80/bkt", /CoreWeave AI Object Storage is reached on port 443 only/],
  ["s3://m.test:9/bkt", /region of the S3-compatible store is missing/],
  ["s3://m.test:9/bkt?region=a_b", /region is not made of/],
  ["s3://m.test:9/bkt?region=r&region=r", /region twice/],
  ["s3://m.test:9/bkt?region=r&Tls=true", /the key Tls .*not known.*region, tls, forcePathStyle, basePath/],
  ["s3://m.test:9/bkt?region=r&__proto__=x", /a key behind its \?/],
  ["s3://m.test:9/bkt?region=", /region is empty/],
  ["s3://m.test:9/bkt?region", /region is empty/],
  ["s3://m.test:9/bkt?region=%zz", /region has a %/],
  ["s3://m.test:9/bkt?region=r&tls=yes", /tls is neither true nor false/],
  ["s3://m.test:9/bkt?region=r&forcePathStyle=1", /forcePathStyle is neither/],
  ["s3://m.test:9/bkt?region=r&basePath=a/../b", /base path/],
  ["s3://m.test:9/bkt?region=r&basePath=a//b", /base path/],
  ["s3://m.test:9/bkt?region=r&basePath=a%20b", /base path/],
  ["s3://m.test:0/bkt?region=r", /port from 1 to 65535/],
  ["s3://m.test:65536/bkt?region=r", /port from 1 to 65535/],
  ["s3://m.test:080/bkt?region=r", /port from 1 to 65535/],
  ["s3://m.test:/bkt?region=r", /port from 1 to 65535/],
  ["s3://m.test:9:9/bkt?region=r", /port from 1 to 65535/],
  ["s3://AKIA:SECRET/bkt?region=r", /port from 1 to 65535.*percent-encoded/],
  ["s3://a..b:9/bkt?region=r", /not a valid DNS name/],
  ["s3://-a.test:9/bkt?region=r", /not a valid DNS name/],
  ["s3://a_b.test:9/bkt?region=r", /not a valid DNS name/],
  ["s3://mün.test:9/bkt?region=r", /not a valid DNS name/],
  ["s3://ａ.test:9/bkt?region=r", /not a valid DNS name/],
  ["s3://a%2eb:9/bkt?region=r", /not a valid DNS name/],
  [`s3://${"a".repeat(64)}.test:9/bkt?region=r`, /not a valid DNS name/],
  [`s3://${"a.".repeat(130)}test:9/bkt?region=r`, /not a valid DNS name/],
  ["s3://2130706433:9/bkt?region=r", /four decimal numbers/],
  ["s3://0x7f.1:9/bkt?region=r", /four decimal numbers/],
  ["s3://0x7f000001:9/bkt?region=r", /four decimal numbers/],
  ["s3://0177.0.0.1:9/bkt?region=r", /four decimal numbers/],
  ["s3://127.1:9/bkt?region=r", /four decimal numbers/],
  ["s3://1.2.3.256:9/bkt?region=r", /four decimal numbers/],
  ["s3://1.2.3.4.5:9/bkt?region=r", /four decimal numbers/],
  ["s3://[::1/bkt?region=r", /not a port|not an IPv6|not a valid DNS/],
  ["s3://[::g]:9/bkt?region=r", /not an IPv6 address/],
  ["s3://[fe80::1%eth0]:9/bkt?region=r", /not an IPv6 address/],
  ["s3://[1.2.3.4]:9/bkt?region=r", /not an IPv6 address/],
  ["s3://[::1]x/bkt?region=r", /followed by something else/],
  ["s3://[::ffff:127.0.0.1]:9/bkt?region=r", /IPv4 address dressed as IPv6/],
  ["s3://::1/bkt?region=r", /no host/],
  ["s3://AK@m.test/bkt?region=r", /needs both an access key and a secret key/],
  ["s3://AK:@m.test/bkt?region=r", /needs both an access key and a secret key/],
  ["s3://:SK@m.test/bkt?region=r", /needs both an access key and a secret key/],
  ["s3://AK:S%K@m.test/bkt?region=r", /begins no percent-encoded character/],
  ["s3://AK:S%ffK@m.test/bkt?region=r", /begins no percent-encoded character/],
  ["s3://AK:SK%0A@m.test/bkt?region=r", /secret key holds a control character/],
  ["s3://A%2FK:SK@m.test/bkt?region=r", /characters that no access key has/],
  ["s3://A K:SK@m.test/bkt?region=r", /characters that no access key has/],
  [`s3://AK:${"s".repeat(1025)}@m.test/bkt?region=r`, /longer than 1,024/],
  ["s3://AK:S/K@m.test/bkt?region=r", /ends it too early.*%2F/],
  ["s3://AK:1/K@m.test/bkt?region=r", /ends it too early/],
  ["s3://AK:S?K@m.test/bkt?region=r", /ends it too early/],
  ["s3://AK:S#K@m.test/bkt?region=r", /ends it too early/],
  ["s3://AK:S@K/L@m.test/bkt?region=r", /ends it too early/],
  ["s3://A/K:SK@m.test/bkt?region=r", /ends it too early/],
  ["s3://AK:SK@m.test/bkt/a@b?region=r", /ends it too early.*field path/],
  ["s3://bkt/a#b?region=eu-west-1", /A # cannot be written/],
  ["s3://bkt/a\nb?region=eu-west-1", /control character/],
  ["s3://bkt/a\u2028b?region=eu-west-1", /control character/],
  ["s3://bkt/a\ud800b?region=eu-west-1", /control character/],
  ["s3://bkt/a\\b?region=eu-west-1", /backslash/],
  ["s3://bkt/a//b?region=eu-west-1", /two slashes in a row/],
  ["s3://bkt/a/./b?region=eu-west-1", /segment \. or \.\./],
  ["s3://bkt/..?region=eu-west-1", /segment \. or \.\./],
  ["s3://bkt/_teams/x?region=eu-west-1", /begins with _teams/],
  ["s3://bkt/.wandb-byob?region=eu-west-1", /begins with \.wandb-byob/],
  ["s3://bkt/a ?region=eu-west-1", /white space/],
  [`s3://bkt/${"ü".repeat(129)}?region=eu-west-1`, /longer than 256 bytes/],
  [`s3://bkt/${"a".repeat(9000)}`, /longer than 8,192/],
  ["s3://b kt?region=eu-west-1", /character that belongs to an address/],
];

describe("an address", () => {
  it.each(READ)("%s is read", (address, bucket) => {
    expect(found(parse(address)).bucket).toEqual(bucket);
  });

  it.each(REFUSED)("%j is refused with a sentence", (address, words) => {
    expect(problemOf(parse(address))).toMatch(words);
  });

  it("takes a path of exactly 256 bytes", () => {
    expect(found(parse(`cw://bkt/${"ü".repeat(128)}`)).bucket.path).toHaveLength(128);
  });

  it("takes reserved names behind the first segment", () => {
    expect(found(parse("cw://bkt/a/_teams/.wandb-byob")).bucket.path).toBe("a/_teams/.wandb-byob");
  });
});

describe("keys in an address", () => {
  it.each([
    ["AK:SK", "AK", "SK"],
    ["AK:a%2Fb%2Bc%40d%25", "AK", "a/b+c@d%"],
    ["AK:a+b:c=", "AK", "a+b:c="],
    ["AK:a@b", "AK", "a@b"],
    ["A%3AK:%C3%BC", "A:K", "ü"],
  ])("%s are percent-decoded", (userinfo, accessKeyId, secretAccessKey) => {
    const { credentials } = found(parse(`s3://${userinfo}@m.test/bkt?region=r`));
    expect(bare(credentials)).toEqual({ accessKeyId, secretAccessKey });
  });

  it("are absent when none were written", () => {
    expect(found(parse("s3://m.test:9/bkt?region=r"))).not.toHaveProperty("credentials");
    expect(found(parse("s3://@m.test:9/bkt?region=r"))).not.toHaveProperty("credentials");
  });
});

describe("what the service knows", () => {
  const store: Bucket = {
    provider: "MINIO",
    name: "bkt",
    path: "",
    region: "r-1",
    endpoint: "https://minio.acme.test:9000/base",
  };

  it("makes the host of a registered store an endpoint", () => {
    const other = parseAddress("s3://Minio.acme.test/other?region=r", contextWith([store]));
    expect(found(other).bucket).toMatchObject({
      provider: "MINIO",
      name: "other",
      endpoint: "http://minio.acme.test",
    });
    const unregistered = parse("s3://minio.acme.test/other?region=r");
    expect(found(unregistered).bucket).toMatchObject({
      provider: "AWS",
      name: "minio.acme.test",
      path: "other",
    });
  });

  it("fills in scheme and region from the registered store at the same place", () => {
    const result = parseAddress("s3://minio.acme.test:9000/bkt/p?basePath=base", contextWith([store]));
    expect(found(result)).toEqual({ ok: true, bucket: { ...store, path: "p" }, warnings: [] });
  });

  it("does not overrule what was written", () => {
    const result = parseAddress(
      "s3://minio.acme.test:9000/bkt?basePath=base&tls=false&region=r-2",
      contextWith([store]),
    );
    expect(found(result).bucket).toMatchObject({
      region: "r-2",
      endpoint: "http://minio.acme.test:9000/base",
    });
  });

  it("gives an AWS bucket the registered store's region, then the service's own", () => {
    const registered = contextWith([aws("bkt")], "us-east-2");
    expect(found(parseAddress("s3://bkt", registered)).bucket.region).toBe("eu-west-1");
    expect(found(parseAddress("s3://other", registered)).bucket.region).toBe("us-east-2");
    expect(found(parseAddress("s3://s3.amazonaws.com/other", registered)).bucket.region).toBe("us-east-2");
    expect(found(parseAddress("s3://bkt?region=us-west-1", registered)).bucket.region).toBe("us-west-1");
  });
});

describe("warnings", () => {
  it.each([
    ["s3://m.test:9/bkt?region=r", /plain http/],
    ["s3://m.test:9/bkt?region=r&tls=true&forcePathStyle=false", /always reached in path-style/],
    ["s3://my.bkt?region=eu-west-1", /has a dot/],
    ["s3://bkt?region=eu-west-1&forcePathStyle=true", /forcePathStyle has no effect/],
    ["cw://bkt?forcePathStyle=true", /forcePathStyle has no effect/],
    ["cw://bkt/a%20b", /not decoded/],
  ])("%s is read with a warning", (address, words) => {
    const { warnings } = found(parse(address));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(words);
  });

  it.each([
    "s3://bkt?region=eu-west-1",
    "cw://bkt",
    "s3://m.test:9/bkt?region=r&tls=true",
    "s3://m.test:9/bkt?region=r&tls=false",
  ])("%s is read without one", (address) => expect(found(parse(address)).warnings).toEqual([]));
});
