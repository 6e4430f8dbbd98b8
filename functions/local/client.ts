/** A caller of the service, as the front end or the SDK would be one. */
export interface Client {
  /** Throws an Error with the problem's code and detail for an answer that is not one of `expected`. */
  call<T>(method: string, path: string, body: unknown, ...expected: number[]): Promise<T>;
  /** The status alone. */
  status(method: string, path: string, body: unknown): Promise<number>;
}

export function createClient(url: string, token: string): Client {
  const send = (method: string, path: string, body: unknown) =>
    fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    async call<T>(method: string, path: string, body: unknown, ...expected: number[]) {
      const response = await send(method, path, body);
      const answer = (await response.json()) as T & { code?: string; detail?: string };
      if (expected.includes(response.status)) return answer;
      throw new Error(`${method} ${path} answered ${response.status} ${answer.code}: ${answer.detail}`);
    },
    async status(method, path, body) {
      return (await send(method, path, body)).status;
    },
  };
}
