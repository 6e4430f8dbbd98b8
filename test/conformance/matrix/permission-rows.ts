import type { Need } from "../../../lib/storage/room.ts";
import type { MatrixBench, Row } from "./describe-rows.ts";

type Denied = Exclude<Need, "settings">;

interface Local<Bench extends MatrixBench> {
  /** Takes the permission for one need away, and gives what the fix names. */
  without(need: Denied): Pick<Row<Bench>, "broken" | "repaired">;
  /** What the fix names for each need; an absent one cannot be denied alone. */
  permissions: Partial<Record<Denied, string>>;
  /** Where a provider's refusals reach further. */
  amiss?: Partial<Record<Denied, readonly string[]>>;
  /** The first step of an upload in parts. */
  multipartDoing: string;
}

/** One row for each thing that keys may be kept from. */
export function permissionRows<Bench extends MatrixBench>(local: Local<Bench>): Row<Bench>[] {
  const rows: [Denied, Pick<Row<Bench>, "row" | "form" | "amiss">, Row<Bench>["says"]["check"], string][] = [
    [
      "list",
      { row: "no list", amiss: ["list-allowed: failed error"] },
      "list-allowed",
      "listing the objects under the path",
    ],
    [
      "write",
      { row: "no write", amiss: ["upload-accepted: failed error", "multipart-accepted: failed error"] },
      "upload-accepted",
      "uploading an object",
    ],
    ["read", { row: "no read", amiss: UNREAD }, "download-matches", "downloading an object"],
    [
      "delete",
      { row: "no delete", amiss: ["delete-accepted: failed error", "probe-removed: failed warning"] },
      "delete-accepted",
      "deleting an object",
    ],
    [
      "multipart",
      { row: "no multipart", amiss: ["multipart-accepted: failed error"] },
      "multipart-accepted",
      local.multipartDoing,
    ],
    [
      "abort",
      { row: "no multipart", form: "no abort", amiss: ["multipart-accepted: failed error"] },
      "multipart-accepted",
      "aborting an upload in parts",
    ],
  ];
  return rows.flatMap(([need, row, check, doing]) => {
    const permission = local.permissions[need];
    if (permission === undefined) return [];
    const message = `The store does not allow ${doing} with these credentials.`;
    const fix = `Grant ${permission} on the bucket and the objects under the path`;
    const amiss = local.amiss?.[need] ?? row.amiss;
    return [{ ...row, amiss, ...local.without(need), says: { check, message, fix } }];
  });
}

/** Nothing that depends on reading passes. */
const UNREAD = [
  "download-matches: failed error",
  "head-accepted: failed error",
  "browser-allowed: failed error",
];
