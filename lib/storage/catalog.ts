import { awsRoom } from "./aws/room.ts";
import { azureRoom } from "./azure/room.ts";
import type { Provider } from "./bucket.ts";
import { coreweaveRoom } from "./coreweave/room.ts";
import { gcpRoom } from "./gcp/room.ts";
import { minioRoom } from "./minio/room.ts";
import type { Room } from "./room.ts";

/** THE list of rooms. A provider without one is known by name and not served. */
const ROOMS: Record<Provider, Room | undefined> = {
  COREWEAVE: coreweaveRoom,
  AWS: awsRoom,
  GCP: gcpRoom,
  AZURE: azureRoom,
  MINIO: minioRoom,
};

/** The room of a provider; undefined while the provider has none. */
export function roomOf(provider: Provider): Room | undefined {
  return ROOMS[provider];
}
