import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";

/** One call as it came over the wire. */
export interface KmsCall {
  operation: string;
  body: Record<string, unknown>;
}

export interface KmsServer {
  endpoint: string;
  calls: KmsCall[];
  /** Answers every later call with AWS's error document until `succeed`. */
  fail(status: number, type: string): void;
  succeed(): void;
  close(): Promise<void>;
}

type Context = Record<string, string>;

interface Refusal {
  status: number;
  type: string;
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html#API_Encrypt_RequestSyntax */
const MAX_PLAINTEXT_BYTES = 4096;

/**
 * KMS's JSON protocol over real HTTP with one key. As KMS does, it authenticates the encryption context and says of
 * another context, another key's ciphertext and a damaged one the same: InvalidCiphertextException.
 */
export async function startKmsServer(keyId: string): Promise<KmsServer> {
  const key = randomBytes(32);
  const calls: KmsCall[] = [];
  let failure: Refusal | undefined;

  const operations: Record<string, (body: Record<string, unknown>) => object | Refusal> = {
    Encrypt(body) {
      const plaintext = Buffer.from(String(body.Plaintext), "base64");
      if (plaintext.length < 1 || plaintext.length > MAX_PLAINTEXT_BYTES)
        return { status: 400, type: "ValidationException" };
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(aadOf(body));
      const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
      const blob = Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
      return { CiphertextBlob: blob.toString("base64"), KeyId: keyId };
    },
    Decrypt(body) {
      const blob = Buffer.from(String(body.CiphertextBlob), "base64");
      try {
        const decipher = createDecipheriv("aes-256-gcm", key, blob.subarray(0, 12), { authTagLength: 16 })
          .setAAD(aadOf(body))
          .setAuthTag(blob.subarray(12, 28));
        const opened = Buffer.concat([decipher.update(blob.subarray(28)), decipher.final()]);
        return { Plaintext: opened.toString("base64"), KeyId: keyId };
      } catch {
        return { status: 400, type: "InvalidCiphertextException" };
      }
    },
  };

  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const operation = String(request.headers["x-amz-target"]).replace("TrentService.", "");
    const body = JSON.parse(text) as Record<string, unknown>;
    calls.push({ operation, body });
    const run = operations[operation];
    if (failure) reply(response, failure);
    else if (body.KeyId !== keyId) reply(response, { status: 400, type: "NotFoundException" });
    else reply(response, run?.(body) ?? { status: 400, type: "UnknownOperationException" });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The KMS server has no port.");

  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    calls,
    fail: (status, type) => {
      failure = { status, type };
    },
    succeed: () => {
      failure = undefined;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function aadOf(body: Record<string, unknown>): Buffer {
  const context = (body.EncryptionContext ?? {}) as Context;
  return Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));
}

function reply(response: ServerResponse, answer: object | Refusal): void {
  const headers = { "content-type": "application/x-amz-json-1.1" };
  if (!("status" in answer)) {
    response.writeHead(200, headers).end(JSON.stringify(answer));
    return;
  }
  const { status, type } = answer;
  const message = "arn:aws:kms:eu-west-1:111122223333:key/1 may not";
  response.writeHead(status, headers).end(JSON.stringify({ __type: type, message }));
}
