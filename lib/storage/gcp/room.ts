import type { Bucket } from "../bucket.ts";
import { GCP_CORS } from "../cors-dialect.ts";
import type { Credentials } from "../credentials.ts";
import { optional, required } from "../form.ts";
import { encodeKey } from "../percent-encode.ts";
import type { EndpointTemplate, Room, SignerOptions } from "../room.ts";
import { atEndpoint, type Layout, reachOf } from "../s3/layout.ts";
import { diagnose } from "./codes.ts";
import { gcpGuide } from "./guide.ts";
import { hmacSigning } from "./hmac-signing.ts";
import { nameProblem, place, printAddress } from "./naming.ts";
import { gcpBucket } from "./read-bucket.ts";
import { parseGoogleHost } from "./read-host.ts";
import { parseGcpUserinfo } from "./read-userinfo.ts";
import { rsaSigning } from "./rsa-signing.ts";
import { gcpSigner } from "./signer.ts";
import type { Signing } from "./signing.ts";
import { uploadHeaders } from "./upload-headers.ts";

/** Path-style: what W&B's clients know, and right for a bucket with a dot in its name too. */
const XML_API = "https://storage.googleapis.com";

function layout(bucket: Bucket, endpoint: EndpointTemplate = XML_API): Layout {
  return atEndpoint(bucket.name, endpoint, "auto");
}

function signingOf(credentials: Credentials): Signing {
  if ("privateKey" in credentials) return rsaSigning(credentials);
  if ("secretAccessKey" in credentials) return hmacSigning(credentials);
  throw new Error("Cloud Storage signs with service account keys and HMAC keys");
}

function signerOf(bucket: Bucket, credentials: Credentials, { now, endpoint }: SignerOptions) {
  return gcpSigner({ layout: layout(bucket, endpoint), signing: signingOf(credentials), now });
}

/** Google Cloud Storage by its XML API. https://cloud.google.com/storage/docs/request-endpoints */
export const gcpRoom = {
  title: "Google Cloud Storage",
  scopes: { "multi-tenant": ["team"], dedicated: ["instance", "team"], "self-managed": ["instance", "team"] },
  form: {
    fields: [required("name"), optional("path")],
    address: {
      format: "gs://<serviceAccountEmail>:<urlEncodedPrivateKey>@<bucket>[/<path>]",
      example: "gs://acme-models/wandb",
    },
  },
  address: {
    scheme: "gs",
    hostSuffixes: ["googleapis.com", "storage.cloud.google.com"],
    readHost: parseGoogleHost,
    readUserinfo: parseGcpUserinfo,
    readBucket: gcpBucket,
  },
  binds: { contentType: true, contentMd5: true, contentLength: true, ifNoneMatch: true },
  // Any precondition on an upload in parts is answered 501. https://cloud.google.com/storage/docs/request-preconditions
  bindsMultipart: { ifNoneMatch: false },
  nameProblem,
  // Uploads name no key: what encrypts is set on the bucket.
  kmsKeyProblem: () =>
    "kmsKeyId has no meaning for Google Cloud Storage: Google encrypts with its own keys, or with the bucket's default key. Leave kmsKeyId away.",
  place,
  printAddress,
  reach: (bucket, endpoint) => ({ ...reachOf(layout(bucket, endpoint)), minTlsVersion: "TLSv1.2" }),
  signer: signerOf,
  async multipart(bucket, credentials, options) {
    const { xmlMultipart } = await import("../xml-multipart.ts");
    const { signSubresource: sign } = signerOf(bucket, credentials, options);
    return xmlMultipart({
      sign,
      createHeaders: uploadHeaders,
      markHeader: "x-goog-meta-wandb-upload",
      etagsCountParts: false,
    });
  },
  async inspector(bucket, credentials, options) {
    const { gcpInspector } = await import("./inspector.ts");
    const { signSubresource: sign } = signerOf(bucket, credentials, options);
    return gcpInspector(bucket, credentials, { ...options, sign });
  },
  diagnose,
  // https://cloud.google.com/storage/docs/xml-api/reference-headers#xgoogencryptionkmskeyname
  encryptionOf: ({ headers }) => {
    const kmsKey = headers["x-goog-encryption-kms-key-name"];
    return { encrypted: true, ...(kmsKey !== undefined && { kmsKey }) };
  },
  copyHeaders: ({ name }, key) => ({ "x-goog-copy-source": `/${name}/${encodeKey(key)}` }),
  guide: gcpGuide,
  cors: GCP_CORS,
  isListing: ({ body }) => new TextDecoder().decode(body).includes("<ListBucketResult"),
  isEmptyListing: ({ body }) => !new TextDecoder().decode(body).includes("<Contents>"),
} as const satisfies Room;
