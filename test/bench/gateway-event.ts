/** What Lambda gives back to API Gateway. */
export interface Answer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

/** `POST /presign` as API Gateway's HTTP API passes it on, payload format 2.0. */
export function gatewayEvent(body: string, token: string) {
  return {
    version: "2.0",
    routeKey: "POST /presign",
    rawPath: "/presign",
    rawQueryString: "",
    headers: {
      "accept-encoding": "gzip, deflate, br",
      authorization: `Bearer ${token}`,
      "content-length": String(Buffer.byteLength(body)),
      "content-type": "application/json",
      host: "api.example.com",
      "user-agent": "wandb-core",
      "x-amzn-trace-id": "Root=1-674311c0-0123456789abcdef01234567",
      "x-forwarded-for": "192.0.2.1",
      "x-forwarded-port": "443",
      "x-forwarded-proto": "https",
    },
    requestContext: {
      accountId: "123456789012",
      apiId: "api",
      authentication: null,
      authorizer: {},
      domainName: "api.example.com",
      domainPrefix: "api",
      http: {
        method: "POST",
        path: "/presign",
        protocol: "HTTP/1.1",
        sourceIp: "192.0.2.1",
        userAgent: "wandb-core",
      },
      requestId: "id",
      routeKey: "POST /presign",
      stage: "$default",
      time: "24/Nov/2026:00:00:00 +0000",
      timeEpoch: 1_795_478_400_000,
    },
    body,
    isBase64Encoded: false,
  };
}

let serial = 0;

/** A request for `count` downloads, of the names that artifacts have; no two requests ask for the same objects. */
export function presignBody(
  count: number,
  { team = "omega", format }: { team?: string; format?: "compact" } = {},
): string {
  const batch = (++serial).toString(16).padStart(8, "0");
  const objects = Array.from({ length: count }, (_, index) => ({
    key: `wandb_artifacts/1827364/2451/${batch}d41d8cd98f00b204e980${index.toString(16).padStart(4, "0")}/model-${index}.safetensors`,
  }));
  return JSON.stringify({ team, method: "GET", objects, ...(format && { format }) });
}
