import { createHmac, createSecretKey } from "node:crypto";
import {
  BlobSASPermissions,
  generateBlobSASQueryParameters,
  SASProtocol,
  StorageSharedKeyCredential,
} from "@azure/storage-blob";
import { secret } from "../../lib/secret.ts";
import { azureRoom } from "../../lib/storage/azure/room.ts";
import { SAS_VERSION } from "../../lib/storage/azure/sas.ts";
import type { Bucket } from "../../lib/storage/bucket.ts";
import type { Figure } from "./figure.ts";
import type { Runner } from "./race.ts";
import {
  agree,
  compare,
  DATE,
  EXPIRES_IN_SECONDS,
  grants,
  KEYS,
  keyAt,
  now,
  onTheSpot,
} from "./signing-race.ts";

const ACCOUNT = "acmestore";
const BUCKET: Bucket = { provider: "AZURE", name: "runs", path: "", accountName: ACCOUNT };
const KEY = Buffer.alloc(64, "some account key");
const EXPIRES_ON = new Date(DATE.getTime() + EXPIRES_IN_SECONDS * 1_000);

export async function benchAzureSigner(): Promise<Figure[]> {
  const accountKey = secret(KEY.toString("base64"));
  const signer = azureRoom.signer(BUCKET, { accountKey }, { now });
  const credential = new StorageSharedKeyCredential(ACCOUNT, accountKey.reveal());
  const sdkUrl = (index: number) => {
    const values = {
      version: SAS_VERSION,
      containerName: BUCKET.name,
      blobName: keyAt(index),
      expiresOn: EXPIRES_ON,
      permissions: BlobSASPermissions.parse("r"),
      protocol: SASProtocol.Https,
    };
    const token = generateBlobSASQueryParameters(values, credential);
    return `https://${ACCOUNT}.blob.core.windows.net/${BUCKET.name}/${keyAt(index)}?${token.toString()}`;
  };
  await agree(signer, sdkUrl);

  const ours = grants("Azure signer", signer);
  const sdk = onTheSpot("Azure's SDK", 3_000, sdkUrl);
  return [
    ...(await compare("Azure signer against Azure's SDK", 9, ours, sdk)),
    ...(await compare("Azure signer against one createHmac", 0.85, ours, bareHmac(sdkUrl))),
  ];
}

/** One HMAC with a KeyObject; first shown to yield what the URLs have. */
function bareHmac(urlAt: (index: number) => string): Runner {
  const key = createSecretKey(KEY);
  const expiry = `${EXPIRES_ON.toISOString().slice(0, 19)}Z`;
  const signatureOf = (text: string) => createHmac("sha256", key).update(text).digest("base64");
  const texts = KEYS.map((blob, index) => {
    const start = [
      "r",
      "",
      expiry,
      `/blob/${ACCOUNT}/${BUCKET.name}/${blob}`,
      "",
      "",
      "https",
      SAS_VERSION,
      "b",
    ];
    const text = [...start, "", "", "", "", "", "", ""].join("\n");
    const signature = encodeURIComponent(signatureOf(text));
    if (!urlAt(index).endsWith(`&sig=${signature}`)) throw new Error(`Not what ${urlAt(index)} signs`);
    return text;
  });
  return onTheSpot("createHmac(KeyObject)", 20_000, (index) =>
    signatureOf(texts[index % texts.length] ?? ""),
  );
}
