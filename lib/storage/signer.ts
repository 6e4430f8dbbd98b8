export type GrantMethod = "GET" | "HEAD" | "PUT" | "DELETE";

/** A permission to do one thing to one object until `expiresAt`, exercised by sending exactly these headers. */
export interface Grant<Method extends string = GrantMethod> {
  method: Method;
  url: string;
  headers: Record<string, string>;
  /** When the URL dies: the least of what was asked, the provider's ceiling and the credentials' own end. */
  expiresAt: Date;
}

/** A grant that the service spends itself, which may be a POST too: no client is given one. */
export type ServiceGrant = Grant<GrantMethod | "POST">;

/** What a signature can be made to depend on besides method, object and time. */
export interface Bound {
  contentType?: string;
  /** Base64 of the 16 bytes of the MD5. */
  contentMd5?: string;
  /** Bytes. */
  contentLength?: number;
  /** Write-once: `*` makes the store refuse to replace an object. */
  ifNoneMatch?: "*";
}

export interface SignRequest {
  method: GrantMethod;
  /** The full object key, the team's root included; never percent-encoded. */
  key: string;
  expiresInSeconds: number;
  bound?: Bound;
  responseContentType?: string;
  responseContentDisposition?: string;
  /** Who asked. The store's own log then names them, where the signature can hold it. */
  user?: string;
}

/** Signs locally; opens no connection. A promise only where the work is worth another thread (RSA). */
export interface Signer {
  sign(request: SignRequest): Grant | Promise<Grant>;
  /** A grant to list at most one key under a prefix, which shows whether keys and bucket are good. */
  signList(prefix: string, expiresInSeconds: number): Grant | Promise<Grant>;
}
