import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { FunctionName } from "../../../infra/function-names.ts";

/** A call of a function's to a service of AWS. */
export interface AwsCall {
  functionName: FunctionName;
  /** As signatures name it: `dynamodb`, `kms`, `sts`, `secretsmanager`. */
  service: string;
  operation: string;
  body: Record<string, unknown>;
}

export interface AwsFront {
  endpoint: string;
  calls: AwsCall[];
  /** Of calls that no function signed, or to services that are not here. */
  refused: string[];
  close(): Promise<void>;
}

/** The keys of one function's role, as Lambda hands them out. */
export interface RoleKeys {
  accessKeyId: string;
  sessionToken: string;
}

/**
 * One address for all of AWS, which tells by the signature's scope who calls what, writes it down and passes it on to
 * the service's stand-in.
 */
export async function startAwsFront(
  roles: Record<FunctionName, RoleKeys>,
  stands: Record<string, string>,
): Promise<AwsFront> {
  const calls: AwsCall[] = [];
  const refused: string[] = [];
  const names = new Map(
    Object.entries(roles).map(([name, { accessKeyId }]) => [accessKeyId, name as FunctionName]),
  );

  async function pass(message: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = "";
    for await (const chunk of message) text += chunk;
    const { authorization = "" } = message.headers;
    const [, accessKeyId = "", service = ""] =
      /Credential=([^/]+)\/\d+\/us-east-1\/([a-z]+)\/aws4_request/.exec(authorization) ?? [];
    const functionName = names.get(accessKeyId);
    const endpoint = stands[service];
    const isRole =
      functionName && message.headers["x-amz-security-token"] === roles[functionName].sessionToken;
    if (!isRole || endpoint === undefined) {
      refused.push(`${service} by ${accessKeyId}`);
      response.writeHead(403).end(JSON.stringify({ __type: "AccessDeniedException" }));
      return;
    }
    calls.push({ functionName, service, ...callOf(message, text) });
    const { host: _, connection: __, "content-length": ___, ...headers } = message.headers;
    const answer = await fetch(`${endpoint}${message.url}`, {
      method: message.method ?? "POST",
      headers: headers as Record<string, string>,
      body: text,
    });
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
    response.end(await answer.text());
  }

  const server = createServer((message, response) => {
    pass(message, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    refused,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** The JSON protocols name their operation in a header, STS's query protocol in the body. */
function callOf({ headers }: IncomingMessage, text: string): Pick<AwsCall, "operation" | "body"> {
  const target = headers["x-amz-target"];
  if (target !== undefined)
    return { operation: String(target).split(".").at(-1) ?? "", body: JSON.parse(text) };
  const body = Object.fromEntries(new URLSearchParams(text));
  return { operation: body.Action ?? "", body };
}
