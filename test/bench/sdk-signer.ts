import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { AccessKey } from "../../lib/storage/credentials.ts";
import type { GrantMethod, Signer } from "../../lib/storage/signer.ts";

interface SdkSignerOptions {
  bucketName: string;
  region: string;
  credentials: AccessKey;
  /** Whose requests these are; added to the client once, which is the cheapest that the SDK has for it. */
  user: string;
  now: () => Date;
}

const COMMANDS: Record<GrantMethod, (target: { Bucket: string; Key: string }) => object> = {
  GET: (target) => new GetObjectCommand(target),
  HEAD: (target) => new HeadObjectCommand(target),
  PUT: (target) => new PutObjectCommand(target),
  DELETE: (target) => new DeleteObjectCommand(target),
};

/** What the service would sign with if it had no signer of its own: AWS's SDK, one client for all objects. */
export function sdkSigner({ bucketName, region, credentials, user, now }: SdkSignerOptions): Signer {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const client = new S3Client({
    region,
    credentials: {
      accessKeyId,
      secretAccessKey: secretAccessKey.reveal(),
      ...(sessionToken && { sessionToken: sessionToken.reveal() }),
    },
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
  client.middlewareStack.add(
    (next) => (args) => {
      const { query } = args.request as { query: Record<string, string> };
      query["X-User"] = user;
      return next(args);
    },
    { step: "build" },
  );
  return {
    async sign({ method, key, expiresInSeconds }) {
      const moment = now().getTime();
      const signingDate = new Date(moment - (moment % 1000));
      // The commands' types differ in their inputs only, which getSignedUrl's signature cannot say.
      const command = COMMANDS[method]({ Bucket: bucketName, Key: key }) as GetObjectCommand;
      const url = await getSignedUrl(client, command, { expiresIn: expiresInSeconds, signingDate });
      const expiresAt = new Date(signingDate.getTime() + expiresInSeconds * 1000);
      return { method, url, headers: {}, expiresAt };
    },
    signList() {
      throw new Error("Only objects are measured.");
    },
  };
}
