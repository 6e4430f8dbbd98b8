import { awsRoom } from "./aws/room.ts";
import { azureRoom } from "./azure/room.ts";
import type { Provider } from "./bucket.ts";
import { coreweaveRoom } from "./coreweave/room.ts";
import { gcpRoom } from "./gcp/room.ts";
import { minioRoom } from "./minio/room.ts";
import type { Room } from "./room.ts";

/** THE list of rooms: one for each provider. */
export const ROOMS: Readonly<Record<Provider, Room>> = {
  COREWEAVE: coreweaveRoom,
  AWS: awsRoom,
  GCP: gcpRoom,
  AZURE: azureRoom,
  MINIO: minioRoom,
};

export function roomOf(provider: Provider): Room {
  return ROOMS[provider];
}
