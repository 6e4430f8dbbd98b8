import { XMLParser, XMLValidator } from "fast-xml-parser";
import * as z from "zod/mini";

const one = z.object({
  PartNumber: z.string().check(z.regex(/^\s*\d{1,5}\s*$/)),
  ETag: z.string(),
});
const document = z.object({
  CompleteMultipartUpload: z.object({ Part: z.array(one).check(z.minLength(1), z.maxLength(10_000)) }),
});
const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  removeNSPrefix: true,
  isArray: (name) => name === "Part",
});

export interface ListedPart {
  partNumber: number;
  /** Without quotes. */
  etag: string;
}

/**
 * The parts that a `CompleteMultipartUpload` document lists, in its order; undefined for another document.
 * https://cloud.google.com/storage/docs/xml-api/post-object-complete#request_body_elements
 */
export function readPartList(bytes: Uint8Array): ListedPart[] | undefined {
  const text = Buffer.from(bytes).toString();
  if (text.includes("<!DOCTYPE") || XMLValidator.validate(text) !== true) return undefined;
  const read = document.safeParse(parser.parse(text));
  return read.data?.CompleteMultipartUpload.Part.map(({ PartNumber, ETag }) => ({
    partNumber: Number(PartNumber),
    etag: ETag.trim().replace(/^"(.*)"$/, "$1"),
  }));
}
