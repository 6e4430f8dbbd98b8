export interface RuntimeRequest {
  method: string;
  path: string;
  headers?: Record<string, string>;
  /** Bytes travel as bytes: API Gateway hands them on in base64. */
  body?: string | Uint8Array;
}

export interface RuntimeAnswer {
  status: number;
  headers: Headers;
  text: string;
}

/** The presign function somewhere, as its callers see it. */
export interface PresignRuntime {
  send(request: RuntimeRequest): Promise<RuntimeAnswer>;
  /** What it has logged. */
  lines: readonly string[];
  /** The caller's address, as it is told there. */
  ip: string;
  /** Whether it speaks to stores at an address of their own, for uploads in parts. */
  reachesOwnStores: boolean;
  close(): Promise<void>;
}

/** Sends over HTTP to the function at a URL. */
export function overHttp(url: URL | string, more: Record<string, string> = {}): PresignRuntime["send"] {
  return async ({ method, path, headers = {}, body }) => {
    const answer = await fetch(new URL(path, url), {
      method,
      headers: { ...headers, ...more },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : Buffer.from(body) }),
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
}
