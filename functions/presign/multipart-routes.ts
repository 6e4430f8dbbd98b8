import * as z from "zod/mini";
import { route } from "../../lib/http/route.ts";
import { MAX_PARTS, PAGE_PARTS } from "../../lib/presign/multipart/part-numbers.ts";

const PartNumber = z.int().check(z.minimum(1), z.maximum(MAX_PARTS));

const AskedParts = z
  .array(
    z.strictObject({
      partNumber: PartNumber,
      /** Base64 of the MD5's 16 bytes. */
      contentMd5: z.exactOptional(z.string()),
    }),
  )
  .check(z.minLength(1), z.maxLength(MAX_PARTS));

const Expiry = z.exactOptional(z.number());

const PartGrantShape = z.strictObject({
  partNumber: z.number(),
  url: z.string(),
  /** Send exactly these. */
  headers: z.record(z.string(), z.string()),
  /** ISO 8601. */
  expiresAt: z.string(),
  refreshAfter: z.string(),
});

const GrantsShape = {
  parts: z.array(PartGrantShape),
  nextPartNumber: z.exactOptional(z.number()),
};

const OfUpload = { team: z.string(), key: z.string(), uploadId: z.string() };

const PROBLEMS = [
  "team.not_found",
  "auth.forbidden",
  "key.invalid",
  "store.not_registered",
  "credentials.unavailable",
] as const;
const SIGNING = ["presign.expires_in_invalid", "object.invalid", "binding.unsupported"] as const;
const OF_STORE = ["store.refused", "store.unavailable"] as const;

/** The contract of uploads in parts (spec §9). */
export const multipartRoutes = {
  beginUpload: route({
    method: "POST",
    path: "/presign/multipart",
    summary: `Begin an upload in parts, and sign URLs for up to ${PAGE_PARTS} of them`,
    access: "token",
    body: z.strictObject({
      team: z.string(),
      key: z.string(),
      contentType: z.exactOptional(z.string()),
      /** Write-once. */
      ifNoneMatch: z.exactOptional(z.literal("*")),
      parts: z.exactOptional(AskedParts),
      /** Instead of parts: the first so many. */
      partCount: z.exactOptional(PartNumber),
      /** Seconds, 1 to 604,800. */
      expiresIn: Expiry,
    }),
    answers: {
      200: {
        description: "The upload's id, and a URL per part",
        schema: z.strictObject({ uploadId: z.string(), ...GrantsShape }),
      },
    },
    problems: [...PROBLEMS, ...SIGNING, ...OF_STORE],
    audit: { action: "object:multipart:create" },
  }),
  refreshParts: route({
    method: "POST",
    path: "/presign/multipart/refresh",
    summary: `Sign new URLs for up to ${PAGE_PARTS} parts of an upload`,
    access: "token",
    body: z.strictObject({ ...OfUpload, parts: AskedParts, expiresIn: Expiry }),
    answers: { 200: { description: "A URL per part", schema: z.strictObject(GrantsShape) } },
    problems: [...PROBLEMS, ...SIGNING, "upload.id_invalid"],
    audit: { action: "object:multipart:refresh" },
  }),
  completeUpload: route({
    method: "POST",
    path: "/presign/multipart/complete",
    summary: "Make one object of the parts; may be repeated",
    access: "token",
    body: z.strictObject({
      ...OfUpload,
      parts: z
        .array(
          z.strictObject({
            partNumber: PartNumber,
            /** As the store answered it, quoted or bare; Azure's blocks have none. */
            etag: z.exactOptional(z.string().check(z.maxLength(1_024))),
          }),
        )
        .check(z.minLength(1), z.maxLength(MAX_PARTS)),
    }),
    bodyLimitBytes: 6 * 1024 * 1024,
    answers: {
      200: {
        description: "The object is there",
        schema: z.strictObject({ key: z.string(), etag: z.exactOptional(z.string()) }),
      },
      202: {
        description: "The store has not said yet that it is done; send the same request again",
        schema: z.strictObject({ code: z.literal("upload.completing"), detail: z.string() }),
      },
    },
    problems: [
      ...PROBLEMS,
      ...OF_STORE,
      "upload.id_invalid",
      "upload.not_found",
      "upload.parts_invalid",
      "object.exists",
    ],
    audit: { action: "object:multipart:complete" },
  }),
  abortUpload: route({
    method: "POST",
    path: "/presign/multipart/abort",
    summary: "Throw the parts of an upload away",
    access: "token",
    body: z.strictObject(OfUpload),
    answers: {
      204: {
        description:
          "They are gone; at Azure they stay for a week, in which the upload can still be completed",
      },
    },
    problems: [...PROBLEMS, ...OF_STORE, "upload.id_invalid"],
    audit: { action: "object:multipart:abort" },
  }),
};
