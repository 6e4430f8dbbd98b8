/** A request to a service that this one depends on, whose answers are short. */
export interface HttpRequest {
  method: "GET" | "POST";
  url: URL;
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** For the whole exchange. */
  timeoutMs: number;
  maxBytes: number;
}

export interface HttpAnswer {
  status: number;
  text: string;
}

/**
 * Sends a request and reads its answer. Follows no redirect; rejects when no whole answer came in that time, or none so
 * short. A request may be sent again, so it must be one that does no harm twice.
 */
export type HttpCall = (request: HttpRequest) => Promise<HttpAnswer>;
