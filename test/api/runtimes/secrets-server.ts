import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface SecretsServer {
  endpoint: string;
  /** ARNs in the order that they were read. */
  read: string[];
  close(): Promise<void>;
}

/** Secrets Manager's GetSecretValue over real HTTP. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
export async function startSecretsServer(secrets: Readonly<Record<string, string>>): Promise<SecretsServer> {
  const read: string[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const { SecretId } = JSON.parse(text) as { SecretId: string };
    const isSigned = request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 Credential=") === true;
    const isKnown =
      request.headers["x-amz-target"] === "secretsmanager.GetSecretValue" && SecretId in secrets;
    read.push(SecretId);
    const [status, body] =
      isSigned && isKnown
        ? [200, { ARN: SecretId, SecretString: secrets[SecretId] }]
        : [400, { __type: "ResourceNotFoundException" }];
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    read,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
