import { generateKeyPairSync, sign } from "node:crypto";
import { secret } from "../../lib/secret.ts";
import type { Bucket } from "../../lib/storage/bucket.ts";
import type { AccessKey } from "../../lib/storage/credentials.ts";
import { gcpRoom } from "../../lib/storage/gcp/room.ts";
import { gcpSdkOracle, hmacUrl } from "../conformance/golden/gcp-oracles.ts";
import type { Figure } from "./figure.ts";
import {
  agree,
  compare,
  DATE,
  grants,
  now,
  oneByOne,
  onTheSpot,
  requestAt,
  together,
} from "./signing-race.ts";

const BUCKET: Bucket = { provider: "GCP", name: "acme-runs", path: "" };
const HMAC_KEY: AccessKey = { accessKeyId: "GOOG1EXAMPLEEXAMPLE", secretAccessKey: secret("b".repeat(40)) };
const BATCH = 100;

export async function benchGcpSigner(): Promise<Figure[]> {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const account = {
    clientEmail: "byob@acme.iam.gserviceaccount.com",
    privateKey: secret(privateKey.export({ type: "pkcs8", format: "pem" }).toString()),
  };
  const hmacSigner = gcpRoom.signer(BUCKET, HMAC_KEY, { now });
  const rsaSigner = gcpRoom.signer(BUCKET, account, { now });
  const sdk = gcpSdkOracle(account);
  await agree(hmacSigner, (index) => hmacUrl(BUCKET, HMAC_KEY, DATE, requestAt(index)));
  await agree(rsaSigner, (index) => sdk.sign(BUCKET, DATE, requestAt(index)));

  // As long as a string to sign.
  const text = Buffer.from("GOOG4-RSA-SHA256".padEnd(140, "x"));
  const inPool = () =>
    new Promise<string>((resolve, reject) => {
      sign("sha256", text, privateKey, (error, signature) => {
        if (error) reject(error);
        else resolve(signature.toString("hex"));
      });
    });
  const url = async (index: number) => (await rsaSigner.sign(requestAt(index))).url;

  const hmac = grants("GCS signer, HMAC key", hmacSigner);
  const rsa = oneByOne("GCS signer, RSA, one by one", 60, url);
  const rsaBatch = together(`GCS signer, RSA, ${BATCH} at once`, BATCH, url);
  const sdkRsa = oneByOne("Google's SDK, RSA", 60, (index) => sdk.sign(BUCKET, DATE, requestAt(index)));
  const raw = oneByOne("crypto.sign in the thread pool, one by one", 60, inPool);
  const rawBatch = together(`crypto.sign in the thread pool, ${BATCH} at once`, BATCH, inPool);
  const rawHere = onTheSpot("crypto.sign on the main thread", 60, () =>
    sign("sha256", text, privateKey).toString("hex"),
  );
  return [
    ...(await compare("GCS signer, HMAC against RSA", 180, hmac, rsa)),
    ...(await compare("GCS signer with RSA against crypto.sign, one by one", 0.95, rsa, raw)),
    ...(await compare(`the same, ${BATCH} at once`, 0.95, rsaBatch, rawBatch)),
    ...(await compare(`the same, ${BATCH} at once, against one thread`, 0.95, rsaBatch, rawHere)),
    ...(await compare("GCS signer with RSA against Google's SDK", 1, rsa, sdkRsa)),
  ];
}
