import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import * as z from "zod/mini";
import { AppError } from "../../errors.ts";

/** Whose upload it is. */
export interface UploadScope {
  org: string;
  /** Lower case. */
  team: string;
  /** As the caller named it, without the team's root. */
  key: string;
}

/** What an upload's id carries: nothing of it is stored. */
export interface Upload {
  /** The store's own id. */
  storeId: string;
  /** Stands with the finished object. */
  mark: string;
  contentType?: string;
  /** Write-once. */
  ifNoneMatch?: "*";
}

export interface UploadIds {
  seal(scope: UploadScope, upload: Upload): Promise<string>;
  /** Throws `upload.id_invalid` for an id that was not given for this team and key. */
  open(scope: UploadScope, id: string): Promise<Upload>;
}

const UploadShape = z.strictObject({
  storeId: z.string(),
  mark: z.string(),
  contentType: z.exactOptional(z.string()),
  ifNoneMatch: z.exactOptional(z.literal("*")),
});

const MAC_BYTES = 32;
const FORM = /^[A-Za-z0-9_-]{1,4096}\.[A-Za-z0-9_-]{43}$/;

/**
 * Ids that only this service makes: what they carry can be read by whoever looks, and nobody can change it or use it for
 * another team or key. `readKey` gives at least 32 bytes, the same in every process.
 */
export function uploadIds(readKey: () => Promise<Uint8Array>): UploadIds {
  let kept: Promise<KeyObject> | undefined;
  const key = () => {
    kept ??= readKey()
      .then((bytes) => createSecretKey(bytes))
      .catch((error: unknown) => {
        kept = undefined;
        throw error;
      });
    return kept;
  };
  const mac = async ({ org, team, key: objectKey }: UploadScope, text: string): Promise<Buffer> =>
    createHmac("sha256", await key())
      .update(JSON.stringify(["wandb-byob-upload", org, team, objectKey, text]))
      .digest();

  return {
    async seal(scope, upload) {
      const text = Buffer.from(JSON.stringify(upload)).toString("base64url");
      return `${text}.${(await mac(scope, text)).toString("base64url")}`;
    },
    async open(scope, id) {
      const [text = "", signature = ""] = FORM.test(id) ? id.split(".") : [];
      const given = Buffer.from(signature, "base64url");
      const wanted = await mac(scope, text);
      if (given.byteLength !== MAC_BYTES || !timingSafeEqual(given, wanted)) throw notOurs();
      return z.parse(UploadShape, JSON.parse(Buffer.from(text, "base64url").toString()));
    },
  };
}

function notOurs(): AppError {
  return new AppError(
    "upload.id_invalid",
    "The uploadId is not one that was given for this team and key. Send it as it was answered.",
  );
}
