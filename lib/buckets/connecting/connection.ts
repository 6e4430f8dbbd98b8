import type { Reach } from "../../storage/room.ts";
import { type Admission, admitHost } from "./endpoint-guard.ts";
import { type Reached, reachEndpoint } from "./reach-endpoint.ts";
import { createStoreClient, type StoreClient } from "./store-client.ts";

/** One store: its host is resolved once, and only the addresses found then are ever connected to. */
export interface Connection {
  reach: Reach;
  admission(): Promise<Admission>;
  reached(): Promise<Reached>;
  /** Throws unless the host was admitted. */
  client(): Promise<StoreClient>;
  close(): Promise<void>;
}

export function openConnection(
  reach: Reach,
  { registered, timeoutMs }: { registered: boolean; timeoutMs: number },
): Connection {
  let admission: Promise<Admission> | undefined;
  let client: Promise<StoreClient> | undefined;

  const admit = () => {
    admission ??= admitHost(reach.host, { registered, timeoutMs });
    return admission;
  };
  const addresses = async () => {
    const admitted = await admit();
    if (admitted.outcome !== "admitted") throw new Error("The host was not admitted");
    return admitted.addresses;
  };

  return {
    reach,
    admission: admit,
    reached: async () => reachEndpoint(reach, await addresses(), timeoutMs),
    client() {
      client ??= addresses().then((pinned) => createStoreClient(reach, pinned, timeoutMs));
      return client;
    },
    async close() {
      const opened = await client?.catch(() => undefined); // whoever asked for it was told
      await opened?.close();
    },
  };
}
