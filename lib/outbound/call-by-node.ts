import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { HttpAnswer, HttpCall } from "./http-call.ts";

/** Calls by Node's own client, which starts 10 ms earlier than `fetch` does in a fresh process (Node 24). */
export const callByNode: HttpCall = (asked) => {
  const { method, url, headers = {}, body = "", timeoutMs, maxBytes } = asked;
  const open = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const request = open(url, {
      method,
      headers: { ...headers, ...(method === "POST" && { "content-length": Buffer.byteLength(body) }) },
      signal: AbortSignal.timeout(timeoutMs),
    });
    request.on("error", (error: NodeJS.ErrnoException) => {
      // The connection was closed while nobody looked, as in a function that was frozen in between.
      // https://nodejs.org/api/http.html#requestreusedsocket
      const wasStale = request.reusedSocket && error.code === "ECONNRESET";
      wasStale ? resolve(callByNode(asked)) : reject(error);
    });
    request.on("response", (answer) => read(answer, maxBytes).then(resolve, reject));
    request.end(body);
  });
};

async function read(answer: IncomingMessage, maxBytes: number): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Leaving the loop hangs up.
    if (bytes > maxBytes) throw new Error(`The answer is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return { status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") };
}
