import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import type { HttpAnswer } from "./http-call.ts";

/** Reads an answer and hangs up once it is larger than `maxBytes`, as it is or unpacked; then throws a plain Error. */
export async function readBounded(answer: IncomingMessage, maxBytes: number): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of (await unpacked(answer)) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Leaving the loop hangs up.
    if (bytes > maxBytes) throw new Error(`The answer is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return { status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") };
}

/** Some send what they have stored packed, whatever was asked for. */
async function unpacked(answer: IncomingMessage): Promise<Readable> {
  const encoding = answer.headers["content-encoding"]?.toLowerCase() ?? "identity";
  if (encoding === "identity") return answer;
  if (encoding !== "gzip") {
    answer.destroy();
    throw new Error("The answer is packed in another way than gzip");
  }
  const [{ createGunzip }, { pipeline }] = await Promise.all([import("node:zlib"), import("node:stream")]);
  return pipeline(answer, createGunzip(), () => undefined);
}
