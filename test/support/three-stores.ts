import { randomBytes } from "node:crypto";
import { startBlobStore } from "../../functions/local/blob-store.ts";
import { startObjectStore } from "../../functions/local/object-store.ts";
import { startGcsStore } from "./gcs-store.ts";

export const ORIGIN = "http://localhost:3000";

const keyPair = () => ({
  accessKeyId: `AK${randomBytes(8).toString("hex").toUpperCase()}`,
  secretAccessKey: randomBytes(30).toString("base64"),
});

/** A store of each kind on this machine, with fresh keys, that lets pages of `ORIGIN` in; the S3 one has these buckets. */
export async function startThreeStores<Name extends string>(bucketNames: readonly Name[]) {
  const buckets = Object.fromEntries(bucketNames.map((name) => [name, keyPair()])) as Record<
    Name,
    ReturnType<typeof keyPair>
  >;
  const accountKey = randomBytes(64).toString("base64");
  const [gcs, azure, objects] = await Promise.all([
    startGcsStore(),
    startBlobStore({
      port: 0,
      accounts: { acmestore: accountKey },
      containers: ["runs"],
      corsOrigins: [ORIGIN],
    }),
    startObjectStore({ port: 0, buckets }),
  ]);
  const responseHeader = ["Content-Type", "Content-MD5", "ETag"];
  gcs.settings.cors = [{ origin: [ORIGIN], method: ["GET", "HEAD", "PUT"], responseHeader }];
  return { buckets, accountKey, gcs, azure, objects };
}
