import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface AzureCall {
  path: string;
  headers: IncomingMessage["headers"];
  body: string;
}

/** How a call is answered instead. */
export interface AzureAnswer {
  status: number;
  headers?: Record<string, string>;
  body: string;
}

/** Microsoft Entra ID's token endpoint and any storage account's Get User Delegation Key, over real HTTP. */
export interface AzureServer {
  endpoint: string;
  tokenCalls: AzureCall[];
  keyCalls: AzureCall[];
  /** Answers every later call so until it is taken back with `undefined`. */
  answers: { token: AzureAnswer | undefined; key: AzureAnswer | undefined };
  /** Holds answers back; the returned function lets them go. */
  hold(): () => void;
  close(): Promise<void>;
}

export const ACCESS_TOKEN = "access.token.secret";
/** Base64. */
export const KEY_VALUE = Buffer.from("delegation key secret").toString("base64");

export async function startAzureServer(): Promise<AzureServer> {
  const tokenCalls: AzureCall[] = [];
  const keyCalls: AzureCall[] = [];
  const answers: AzureServer["answers"] = { token: undefined, key: undefined };
  let gate = Promise.resolve();

  const server = createServer(async (request, response) => {
    const path = request.url ?? "";
    let body = "";
    for await (const chunk of request) body += chunk;
    const isToken = path.endsWith("/oauth2/v2.0/token");
    (isToken ? tokenCalls : keyCalls).push({ path, headers: request.headers, body });
    await gate;
    const answer = isToken ? (answers.token ?? tokenAnswer()) : (answers.key ?? keyAnswer(body));
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tokenCalls,
    keyCalls,
    answers,
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

function tokenAnswer(): AzureAnswer {
  const body = JSON.stringify({ token_type: "Bearer", expires_in: 3599, access_token: ACCESS_TOKEN });
  return { status: 200, body };
}

/** As Azure does, repeats the times that were asked for. */
export function keyAnswer(asked: string, value = KEY_VALUE): AzureAnswer {
  const time = (name: string) => new RegExp(`<${name}>(.*?)</${name}>`).exec(asked)?.[1] ?? "";
  const body = `\uFEFF<?xml version="1.0" encoding="utf-8"?><UserDelegationKey>
<SignedOid>66666666-7777-8888-9999-000000000000</SignedOid><SignedTid>11111111-2222-3333-4444-555555555555</SignedTid>
<SignedStart>${time("Start")}</SignedStart><SignedExpiry>${time("Expiry")}</SignedExpiry>
<SignedService>b</SignedService><SignedVersion>2025-05-05</SignedVersion><Value>${value}</Value></UserDelegationKey>`;
  return { status: 200, headers: { "content-type": "application/xml" }, body };
}
