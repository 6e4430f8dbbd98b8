import { setTimeout as sleep } from "node:timers/promises";
import type { Fault, RequestKind, UpstreamAnswer } from "./scripted-store.ts";

/** Stands in every page and document of a misbehaving store; a report must never hold it. */
export const RAW_TEXT = "raw-text-of-the-store";

type Kinds = readonly RequestKind[];

function fault(kinds: Kinds, act: Fault["act"]): Fault {
  return kinds.length === 0 ? { act } : { on: kinds, act };
}

export function delay(ms: number, ...kinds: Kinds): Fault {
  return fault(kinds, async ({ carryOn }) => {
    await sleep(ms);
    await carryOn();
  });
}

export function hang(...kinds: Kinds): Fault {
  return fault(kinds, () => undefined);
}

/** Does what was asked, and never says so. */
export function loseAnswer(...kinds: Kinds): Fault {
  return fault(kinds, async ({ forward }) => {
    await forward();
  });
}

/** Closes the connection with a TCP reset. */
export function reset(...kinds: Kinds): Fault {
  return fault(kinds, ({ response }) => {
    response.socket?.resetAndDestroy();
  });
}

export function answer(status: number, body: string, ...kinds: Kinds): Fault {
  const type = body.startsWith("<?xml") ? "application/xml" : "text/html";
  return fault(kinds, ({ response }) => {
    response.writeHead(status, { "content-type": type }).end(body);
  });
}

export function html(status: number, ...kinds: Kinds): Fault {
  return answer(status, `<!doctype html><title>${RAW_TEXT}</title>`, ...kinds);
}

/** S3's error document, as the code alone tells it apart. */
export function s3Error(status: number, code: string, ...kinds: Kinds): Fault {
  return answer(
    status,
    `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${RAW_TEXT}</Message></Error>`,
    ...kinds,
  );
}

export function deny(...kinds: Kinds): Fault {
  return s3Error(403, "AccessDenied", ...kinds);
}

/** As AWS answers unsigned `x-amz-*` headers of a pre-signed request. */
export const refuseUnsignedHeaders: Fault = answer(
  403,
  `<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>There were headers present in the request which were not signed</Message><HeadersNotSigned>x-amz-copy-source</HeadersNotSigned></Error>`,
  "copy",
);

/** As a store that does not look at them. */
export const ignoreUnsignedHeaders: Fault = {
  on: ["copy"],
  act: async ({ forward, reply }) => reply(await forward({ dropHeaders: ["x-amz-copy-source"] })),
};

export function redirectTo(location: string, ...kinds: Kinds): Fault {
  return fault(kinds, ({ response }) => {
    response.writeHead(307, { location }).end(RAW_TEXT);
  });
}

export function change(alter: (answer: UpstreamAnswer) => UpstreamAnswer, ...kinds: Kinds): Fault {
  return fault(kinds, async ({ forward, reply }) => reply(alter(await forward())));
}

/** Promises the whole body, sends half of it and closes. */
export function truncate(...kinds: Kinds): Fault {
  return fault(kinds, async ({ forward, response }) => {
    const { status, headers, body } = await forward();
    response.writeHead(status, { ...headers, "content-length": String(body.byteLength) });
    response.write(body.subarray(0, body.byteLength / 2), () => response.destroy());
  });
}

/** A body that never ends: one piece at a time. */
export function drip(piece: string, everyMs: number, ...kinds: Kinds): Fault {
  return fault(kinds, ({ response }) => {
    response.writeHead(200, { "content-type": "application/xml" });
    const timer = setInterval(() => response.write(piece), everyMs);
    response.once("close", () => clearInterval(timer));
  });
}

/** The settings of a bucket as they should be, which miniflare's have none of. */
export const healthySettings: Fault = {
  on: ["settings"],
  act: ({ seen, response }) => {
    const document = seen.url.includes("versioning=")
      ? "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
      : `<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod>
<AllowedMethod>HEAD</AllowedMethod><AllowedMethod>PUT</AllowedMethod><AllowedHeader>*</AllowedHeader>
<ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>3000</MaxAgeSeconds></CORSRule></CORSConfiguration>`;
    response.writeHead(200, { "content-type": "application/xml" }).end(document);
  },
};

/** Answers as if everyone could read: an unsigned GET of anything. */
export const publicReads: Fault = answer(200, RAW_TEXT, "unsigned");

/** Closes every connection at its second request, as a store does that no longer knows of it. */
export function oneRequestPerConnection(): Fault {
  const used = new WeakSet<object>();
  return fault([], async ({ carryOn, response }) => {
    const { socket } = response;
    if (socket === null) return;
    if (used.has(socket)) {
      socket.resetAndDestroy();
      return;
    }
    used.add(socket);
    await carryOn();
  });
}

/** Leaves requests of one kind unanswered, and does what they asked only when what they wrote was just deleted. */
export function arriveAfterDelete(kind: RequestKind): Fault[] {
  const waiting = new Map<string, () => Promise<unknown>>();
  const pathOf = (url: string) => url.split("?")[0] ?? "";
  return [
    {
      on: [kind],
      act: ({ seen, forward }) => {
        const copySource = ["x-amz-copy-source"]; // the source is gone by then
        waiting.set(pathOf(seen.url), () => forward({ dropHeaders: copySource }));
      },
    },
    {
      on: ["delete"],
      act: async ({ seen, forward, reply }) => {
        const answer = await forward();
        await waiting.get(pathOf(seen.url))?.();
        waiting.delete(pathOf(seen.url));
        reply(answer);
      },
    },
  ];
}
