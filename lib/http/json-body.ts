import { AppError } from "../errors.ts";

function tooLarge(limitBytes: number): AppError {
  return new AppError("request.too_large", `The body may have at most ${limitBytes} bytes.`);
}

function notJson(detail: string, cause?: unknown): AppError {
  return new AppError("request.not_json", detail, { cause });
}

/** Refuses a body whose content-length admits that it is too large, before anything of it is read. */
export function refuseDeclaredTooLarge(request: Request, limitBytes: number): void {
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) throw tooLarge(limitBytes);
}

/** https://www.iana.org/assignments/http-parameters/http-parameters.xhtml#content-coding; some clients name a charset instead. */
const COMPRESSED = /\b(?:gzip|br|deflate|zstd|compress)\b/i;

/** Refuses a body that says it is compressed: nothing here unpacks one. */
export function refuseCompressed(request: Request): void {
  if (COMPRESSED.test(request.headers.get("content-encoding") ?? ""))
    throw notJson("The body is compressed (content-encoding); send it as it is.");
}

/** Counts what arrives instead of trusting content-length: it may be absent, and it may lie. */
async function readBytes(request: Request, limitBytes: number): Promise<Uint8Array> {
  if (request.body === null) return new Uint8Array();
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.byteLength;
      if (length > limitBytes) throw tooLarge(limitBytes);
      chunks.push(next.value);
    }
  } catch (error) {
    // Not awaited: a sender that never ends must not hold up the answer.
    reader.cancel().catch(() => undefined);
    throw error instanceof AppError ? error : notJson("The body broke off before its end.", error);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw notJson("The body is not valid UTF-8.");
  }
}

async function readText(body: Request | string | Uint8Array, limitBytes: number): Promise<string> {
  if (body instanceof Request) return decode(await readBytes(body, limitBytes));
  if (Buffer.byteLength(body) > limitBytes) throw tooLarge(limitBytes);
  // Decoding leaves a byte order mark out.
  return typeof body === "string" ? body.replace(/^\ufeff/, "") : decode(body);
}

/**
 * Reads a request's body, or what was already read of it, as JSON, whatever its content-type says.
 * Throws `request.too_large` beyond `limitBytes`, `request.not_json` for anything else that is not JSON in UTF-8.
 */
export async function readJson(body: Request | string | Uint8Array, limitBytes: number): Promise<unknown> {
  const text = await readText(body, limitBytes);
  if (text.trim() === "") throw notJson("The body is empty; send a JSON object.");
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser's own message quotes the body, which may hold a secret.
    throw notJson(
      error instanceof RangeError ? "The body is nested too deeply." : "The body is not well-formed JSON.",
    );
  }
}
