import * as z from "zod/mini";
import { ITEM_PROBLEMS, type ItemProblemCode } from "../../lib/errors.ts";
import { compiled } from "../../lib/http/compiled.ts";
import { route } from "../../lib/http/route.ts";

const Method = z.enum(["GET", "HEAD", "PUT", "DELETE"]);

const ObjectShape = compiled(
  z.strictObject({
    key: z.string(),
    contentType: z.exactOptional(z.string()),
    /** Base64 of the MD5's 16 bytes. */
    contentMd5: z.exactOptional(z.string()),
    /** Bytes. */
    contentLength: z.exactOptional(z.int().check(z.minimum(0))),
    /** Write-once. */
    ifNoneMatch: z.exactOptional(z.literal("*")),
    responseContentType: z.exactOptional(z.string()),
    responseContentDisposition: z.exactOptional(z.string()),
  }),
);

const GrantShape = z.strictObject({
  key: z.string(),
  method: Method,
  url: z.string(),
  /** Send exactly these. */
  headers: z.record(z.string(), z.string()),
  /** ISO 8601. */
  expiresAt: z.string(),
  refreshAfter: z.string(),
});

const RefusedShape = z.strictObject({
  key: z.string(),
  error: z.strictObject({
    code: z.enum(Object.keys(ITEM_PROBLEMS) as [ItemProblemCode, ...ItemProblemCode[]]),
    detail: z.string(),
  }),
});

const CompactShape = z.strictObject({
  team: z.string(),
  method: Method,
  /** The least of the URLs'. ISO 8601. */
  expiresAt: z.string(),
  refreshAfter: z.string(),
  base: z.string(),
  query: z.string(),
  signatureParam: z.string(),
  /** url = base + path + "?" + query + (item.query ? "&" + item.query : "") + "&" + signatureParam + "=" + signature */
  items: z.array(
    z.union([
      z.strictObject({
        key: z.string(),
        path: z.string(),
        query: z.exactOptional(z.string()),
        headers: z.exactOptional(z.record(z.string(), z.string())),
        signature: z.string(),
      }),
      RefusedShape,
    ]),
  ),
});

/** More than fit into a body, so that whoever asks for too many always learns the number that can be signed. */
const READ_OBJECTS = 600_000;

const MEBIBYTE = 1024 * 1024;

/** The contract of the presign function. */
export const presignRoutes = {
  presign: route({
    method: "POST",
    path: "/presign",
    summary: "Sign URLs for 1 to 1,000 objects of a team, or 5,000 in the compact format",
    access: "token",
    body: z.strictObject({
      team: z.string(),
      method: Method,
      objects: z.array(ObjectShape).check(z.minLength(1), z.maxLength(READ_OBJECTS)),
      /** Seconds, 1 to 604,800. */
      expiresIn: z.exactOptional(z.number()),
      format: z.exactOptional(z.enum(["full", "compact"])),
    }),
    bodyLimitBytes: 6 * MEBIBYTE,
    answers: {
      200: {
        description: "One entry per object, in the order asked",
        schema: z.union([
          z.strictObject({ team: z.string(), urls: z.array(z.union([GrantShape, RefusedShape])) }),
          CompactShape,
        ]),
      },
    },
    problems: [
      "team.not_found",
      "auth.forbidden",
      "presign.expires_in_invalid",
      "presign.too_many_objects",
      "presign.answer_too_large",
      "store.not_registered",
      "credentials.unavailable",
    ],
    audit: { action: "object:presign" },
  }),
  health: route({
    method: "GET",
    path: "/healthz",
    summary: "Answers when the service runs",
    access: "public",
    answers: { 200: { description: "It runs", schema: z.strictObject({ status: z.literal("ok") }) } },
    problems: [],
  }),
};
