import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import type { AccessKey } from "../../../lib/storage/credentials.ts";
import type { SignRequest } from "../../../lib/storage/signer.ts";

/** Headers of an upload that are to be signed; the SDK would hoist or leave out some of them unless told. */
const BOUND_HEADERS = ["content-md5", "content-length", "if-none-match"];

/** Signs with AWS's own SDK: the oracle of the property tests. */
export function sdkOracle(bucket: Bucket, region: string, credentials: AccessKey, signingDate: Date) {
  const client = new S3Client({
    region,
    credentials: {
      accessKeyId: credentials.accessKeyId,
      secretAccessKey: credentials.secretAccessKey.reveal(),
      ...(credentials.sessionToken && { sessionToken: credentials.sessionToken.reveal() }),
    },
    ...endpointOf(bucket),
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
  const options = (expiresIn: number, boundHeaders: string[] = []) => ({
    signingDate,
    expiresIn,
    signableHeaders: new Set(boundHeaders),
    unhoistableHeaders: new Set(boundHeaders),
  });
  return {
    sign(request: SignRequest) {
      // Where no content type is given the SDK makes one up, which is not to be signed.
      const bound = request.bound?.contentType ? [...BOUND_HEADERS, "content-type"] : BOUND_HEADERS;
      // The commands' types differ in their inputs only, which getSignedUrl's signature cannot say.
      const command = commandOf(bucket, request) as GetObjectCommand;
      if (request.user !== undefined) addToQuery(command, "X-User", request.user);
      return getSignedUrl(client, command, options(request.expiresInSeconds, bound));
    },
    signList: (prefix: string, expiresIn: number) =>
      getSignedUrl(
        client,
        new ListObjectsV2Command({ Bucket: bucket.name, Prefix: prefix, MaxKeys: 1 }),
        options(expiresIn),
      ),
  };
}

/** As W&B's own server does it: before the SDK signs. */
function addToQuery(command: GetObjectCommand, name: string, value: string): void {
  command.middlewareStack.add(
    (next) => (args) => {
      const { query } = args.request as { query: Record<string, string> };
      query[name] = value;
      return next(args);
    },
    { step: "build" },
  );
}

function endpointOf({ provider, endpoint }: Bucket) {
  if (provider === "COREWEAVE") return { endpoint: "https://cwobject.com" };
  return endpoint === undefined ? {} : { endpoint, forcePathStyle: true };
}

function commandOf(bucket: Bucket, request: SignRequest) {
  const target = { Bucket: bucket.name, Key: request.key };
  const overrides = {
    ResponseContentType: request.responseContentType,
    ResponseContentDisposition: request.responseContentDisposition,
  };
  switch (request.method) {
    case "GET":
      return new GetObjectCommand({ ...target, ...overrides });
    case "HEAD":
      return new HeadObjectCommand({ ...target, ...overrides });
    case "DELETE":
      return new DeleteObjectCommand(target);
    case "PUT":
      return new PutObjectCommand({
        ...target,
        ContentType: request.bound?.contentType,
        ContentMD5: request.bound?.contentMd5,
        ContentLength: request.bound?.contentLength,
        IfNoneMatch: request.bound?.ifNoneMatch,
        ...(bucket.kmsKeyId && { ServerSideEncryption: "aws:kms", SSEKMSKeyId: bucket.kmsKeyId }),
      });
  }
}
