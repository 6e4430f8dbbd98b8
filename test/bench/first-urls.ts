import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { alternate } from "./alternate.ts";
import { bundleEntry } from "./bundle-entry.ts";
import { atLeast, type Figure, forInformation } from "./figure.ts";
import { freshProcess } from "./fresh-process.ts";

const ROUNDS = 9;
const URLS = 1_000;

const OURS = `
export { secret } from "./lib/secret.ts";
export { virtualHosted } from "./lib/storage/s3/layout.ts";
export { s3Signer } from "./lib/storage/s3/signer.ts";`;
const SDK = `
export { S3Client, GetObjectCommand } from "@aws-sdk/client-s3";
export { getSignedUrl } from "@aws-sdk/s3-request-presigner";`;

/** The beginning of a child: what both sign, and when. */
const SETTING = `
const accessKeyId = "AKIAIOSFODNN7EXAMPLE", secretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const region = "us-east-1", bucket = "acme-artifacts", signedAt = new Date(1795478400000), expiresIn = 3600;
const keys = Array.from({ length: ${URLS} }, (_, index) => "wandb/artifacts/" + index + "/model.safetensors");`;

interface FirstUrls {
  /** Loading what signs; not the process, nor what it is asked for. */
  loadMs: number;
  /** The 1,000 URLs, with all that is made for the first one. */
  signMs: number;
  urls: string[];
}

/** The first 1,000 URLs of a fresh process, each signer bundled as Lambda gets it; and the same with the loading of it. */
export async function benchFirstUrls(): Promise<Figure[]> {
  const dir = await mkdtemp(join(tmpdir(), "byob-first-"));
  try {
    const [ours, sdk] = await Promise.all([
      bundleEntry(OURS, join(dir, "ours")),
      bundleEntry(SDK, join(dir, "sdk")),
    ]);
    const runOurs = () => freshProcess<FirstUrls>(ourText(ours));
    const runSdk = () => freshProcess<FirstUrls>(sdkText(sdk));
    const [our, their] = [await runOurs(), await runSdk()];
    if (our.urls.length !== URLS || our.urls.join() !== their.urls.join())
      throw new Error("The SDK's first URLs are other ones.");
    const alone = ({ signMs }: FirstUrls) => signMs;
    const loaded = ({ loadMs, signMs }: FirstUrls) => loadMs + signMs;
    const figures: Figure[] = [];
    for (const [name, msOf, wanted] of [
      ["the first 1,000 S3 URLs of a fresh process", alone, 40],
      ["loading the signer and the first 1,000 S3 URLs", loaded, undefined],
    ] as const) {
      const turns = await alternate(
        ROUNDS,
        async () => msOf(await runOurs()),
        async () => msOf(await runSdk()),
      );
      const title = `${name}, against the SDK`;
      figures.push(
        wanted === undefined
          ? forInformation(title, turns.ratios, "times")
          : atLeast(title, turns.ratios, "times", wanted),
        forInformation(`  ${name}`, turns.ours, "ms"),
        forInformation(`  ${name}, with the SDK`, turns.theirs, "ms"),
      );
    }
    return figures;
  } finally {
    await rm(dir, { recursive: true });
  }
}

const ourText = (file: string) => `${SETTING}
  const startedAt = performance.now();
  const { s3Signer, secret, virtualHosted } = await import(${JSON.stringify(file)});
  const loadedAt = performance.now();
  const signer = s3Signer({
    layout: virtualHosted(bucket, "s3." + region + ".amazonaws.com", region),
    credentials: { accessKeyId, secretAccessKey: secret(secretAccessKey) },
    now: () => signedAt,
  });
  const urls = keys.map((key) => signer.sign({ method: "GET", key, expiresInSeconds: expiresIn }).url);
  report({ loadMs: loadedAt - startedAt, signMs: performance.now() - loadedAt, urls });`;

const sdkText = (file: string) => `${SETTING}
  const startedAt = performance.now();
  const { S3Client, GetObjectCommand, getSignedUrl } = await import(${JSON.stringify(file)});
  const loadedAt = performance.now();
  const client = new S3Client({ region, credentials: { accessKeyId, secretAccessKey } });
  const urls = await Promise.all(
    keys.map((Key) => getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key }), { expiresIn, signingDate: signedAt })),
  );
  report({ loadMs: loadedAt - startedAt, signMs: performance.now() - loadedAt, urls });`;
