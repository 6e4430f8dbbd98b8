import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { inject } from "vitest";

/** What a page needs of a grant. */
export interface PageGrant {
  method: string;
  url: string;
  headers: Record<string, string>;
}

/** One request of a page: what the browser let it see, or the browser's own word for why not. */
export interface PageAnswer {
  allowed: boolean;
  status?: number;
  etag?: string | null;
  /** Chromium's name for what is wrong with the CORS headers, and which header or method it is about. */
  refusal?: string;
}

interface Upload {
  status: number;
  etag: string | null;
  progress: { loaded: number; total: number }[];
}

/** The front end's page, open in a browser that remembers nothing of earlier pages. */
export interface FrontEnd {
  page: Page;
  presign(to: { service: string; token: string; request: object }): Promise<{
    status: number;
    requestId: string | null;
    // biome-ignore lint/suspicious/noExplicitAny: answers are read by tests field by field, as a page in JavaScript would
    body: any;
  }>;
  upload(of: { grant: PageGrant; headers?: Record<string, string>; file: string }): Promise<Upload>;
  download(of: { grant: PageGrant }): Promise<{ status: number; sha256: string; contentType: string | null }>;
  ask(of: { grant: PageGrant; headers?: Record<string, string>; body?: string }): Promise<PageAnswer>;
  show(of: { grant: PageGrant }): Promise<{ pixel: number[] }>;
  save(of: { grant: PageGrant }): Promise<void>;
  /** Holds the page's uploads to so many bytes a second. */
  slowUploads(bytesPerSecond: number): Promise<void>;
  close(): Promise<void>;
}

let browser: Browser | undefined;

/** Opens the page of an origin. Its context is new, so that no preflight is remembered. */
export async function openFrontEnd(origin: string): Promise<FrontEnd> {
  browser ??= await chromium.connect(inject("chromium"));
  const context = await browser.newContext();
  try {
    return await openPage(context, origin);
  } catch (error) {
    await context.close();
    throw error;
  }
}

async function openPage(context: BrowserContext, origin: string): Promise<FrontEnd> {
  const page = await context.newPage();
  const devTools = await context.newCDPSession(page);
  await devTools.send("Network.enable");
  let onRefusal: (word: string) => void = () => undefined;
  devTools.on("Network.loadingFailed", ({ type, errorText, corsErrorStatus }) => {
    // A preflight that fails fails the page's request too, and that says why.
    if (type === "Preflight") return;
    const { corsError = errorText, failedParameter = "" } = corsErrorStatus ?? {};
    onRefusal(`${corsError} ${failedParameter}`.trim());
  });
  await page.goto(origin);

  const call = <T>(name: string, argument: object): Promise<T> =>
    page.evaluate<T>(`frontEnd.${name}(${JSON.stringify(argument)})`);

  return {
    page,
    presign: (to) => call("presign", to),
    upload: (of) => call("upload", of),
    download: (of) => call("download", of),
    async ask(of) {
      const { promise: refusal, resolve } = Promise.withResolvers<string>();
      onRefusal = resolve;
      const answer = await call<PageAnswer>("ask", of);
      return answer.allowed ? answer : { allowed: false, refusal: await refusal };
    },
    show: (of) => call("show", of),
    save: (of) => call("save", of),
    async slowUploads(bytesPerSecond) {
      const asFastAsCan = { offline: false, latency: 0, downloadThroughput: -1 };
      await devTools.send("Network.emulateNetworkConditions", {
        ...asFastAsCan,
        uploadThroughput: bytesPerSecond,
      });
    },
    close: () => context.close(),
  };
}
