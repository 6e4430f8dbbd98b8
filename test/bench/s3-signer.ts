import { createHash, createHmac, createSecretKey } from "node:crypto";
import { secret } from "../../lib/secret.ts";
import { awsRoom } from "../../lib/storage/aws/room.ts";
import type { Bucket } from "../../lib/storage/bucket.ts";
import type { AccessKey } from "../../lib/storage/credentials.ts";
import { signingKey } from "../../lib/storage/sigv4.ts";
import { sdkOracle } from "../conformance/golden/sdk-oracle.ts";
import type { Figure } from "./figure.ts";
import type { Runner } from "./race.ts";
import {
  agree,
  compare,
  DATE,
  EXPIRES_IN_SECONDS,
  grants,
  KEYS,
  now,
  oneByOne,
  onTheSpot,
  requestAt,
} from "./signing-race.ts";

const REGION = "us-west-2";
const BUCKET: Bucket = { provider: "AWS", name: "acme-runs", path: "", region: REGION };

const STATIC: AccessKey = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
};
/** 900 characters, as long as those of AWS's sessions. */
const SESSION: AccessKey = { ...STATIC, sessionToken: secret("IQoJb3JpZ2luX2VjE/+A".repeat(45)) };

export async function benchS3Signer(): Promise<Figure[]> {
  const plain = await versus("static keys", STATIC);
  const session = await versus("session token", SESSION);
  return [
    ...(await compare("S3 signer against AWS's SDK, static keys", 100, plain.ours, plain.sdk)),
    ...(await compare("S3 signer against AWS's SDK, session token", 70, session.ours, session.sdk)),
    ...(await compare("S3 signer against createHash + createHmac, static keys", 1.1, plain.ours, plain.raw)),
    ...(await compare(
      "S3 signer against createHash + createHmac, session token",
      1.1,
      session.ours,
      session.raw,
    )),
  ];
}

async function versus(kind: string, credentials: AccessKey) {
  const signer = awsRoom.signer(BUCKET, credentials, { now });
  const sdk = sdkOracle(BUCKET, REGION, credentials, DATE);
  await agree(signer, (index) => sdk.sign(requestAt(index)));
  const urls = KEYS.map(
    (key) => signer.sign({ method: "GET", key, expiresInSeconds: EXPIRES_IN_SECONDS }).url,
  );
  return {
    ours: grants(`S3 signer, ${kind}`, signer),
    sdk: oneByOne(`AWS's SDK, ${kind}`, 200, (index) => sdk.sign(requestAt(index))),
    raw: bareHashes(kind, credentials, urls),
  };
}

/** What a V4 signature is, as one would write it with a KeyObject; first shown to yield what the URLs have. */
function bareHashes(kind: string, { secretAccessKey }: AccessKey, urls: readonly string[]): Runner {
  const key = createSecretKey(signingKey(secretAccessKey.reveal(), "20991124", REGION));
  const start = `AWS4-HMAC-SHA256\n20991124T080000Z\n20991124/${REGION}/s3/aws4_request\n`;
  const signatureOf = (canonicalRequest: string) => {
    const requestHash = createHash("sha256").update(canonicalRequest).digest("hex");
    return createHmac("sha256", key)
      .update(start + requestHash)
      .digest("hex");
  };
  const requests = urls.map((url) => {
    const { pathname, search, host } = new URL(url);
    const query = search.slice(1).replace(/&X-Amz-Signature=\w+/, "");
    const request = ["GET", pathname, query, `host:${host}`, "", "host", "UNSIGNED-PAYLOAD"].join("\n");
    if (!url.includes(`&X-Amz-Signature=${signatureOf(request)}&`)) throw new Error(`Not what ${url} signs`);
    return request;
  });
  return onTheSpot(`createHash + createHmac(KeyObject), ${kind}`, 20_000, (index) =>
    signatureOf(requests[index % requests.length] ?? ""),
  );
}
