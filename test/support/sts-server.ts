import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";

/** One AssumeRole call as it came over the wire: the form's fields, e.g. `Tags.member.1.Key`. */
export type StsCall = Record<string, string>;

export interface StsServer {
  endpoint: string;
  calls: StsCall[];
  /** Answers every later call with AWS's error document until `succeed`. */
  fail(status: number, code: string): void;
  succeed(): void;
  /** Holds answers back; the returned function lets them go. */
  hold(): () => void;
  close(): Promise<void>;
}

/** STS's query protocol over real HTTP: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export async function startStsServer(now: () => Date): Promise<StsServer> {
  const calls: StsCall[] = [];
  let failure: { status: number; code: string } | undefined;
  let gate = Promise.resolve();

  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const call: StsCall = Object.fromEntries(new URLSearchParams(body));
    calls.push(call);
    await gate;
    if (failure) reply(response, failure.status, errorDocument(failure.code));
    else reply(response, 200, sessionDocument(calls.length, endOf(call, now)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The STS server has no port.");

  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    calls,
    fail: (status, code) => {
      failure = { status, code };
    },
    succeed: () => {
      failure = undefined;
    },
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function endOf(call: StsCall, now: () => Date): string {
  return new Date(now().getTime() + Number(call.DurationSeconds) * 1000).toISOString();
}

function reply(response: ServerResponse, status: number, document: string): void {
  response.writeHead(status, { "content-type": "text/xml" }).end(document);
}

/** What STS answers with the session that is the `count`th of its server. */
export function sessionDocument(count: number, expiration: string): string {
  return `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>ASIASESSION${count}</AccessKeyId><SecretAccessKey>session-secret-${count}</SecretAccessKey>
<SessionToken>session-token-${count}</SessionToken><Expiration>${expiration}</Expiration>
</Credentials></AssumeRoleResult></AssumeRoleResponse>`;
}

function errorDocument(code: string): string {
  return `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
<Code>${code}</Code><Message>arn:aws:iam::1:role/X may not</Message></Error></ErrorResponse>`;
}
