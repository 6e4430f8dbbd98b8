import { loggable } from "./loggable.ts";

/** What only the handler knows of an audited request. */
export interface AuditExtras {
  /** The team, or whatever else was acted on. */
  entity?: string;
  method?: string;
  objectCount?: number;
  expiresInSeconds?: number;
}

/**
 * One audited request, after W&B's own audit log
 * (https://docs.wandb.ai/platform/hosting/monitoring-usage/audit-logging).
 */
export interface AuditRecord extends AuditExtras {
  action: string;
  /** The token's `sub`; null when no valid token was sent. */
  actor: string | null;
  /** The token's organisation: whose the entity is. */
  org: string | null;
  ip: string | null;
  response_code: number;
  /** ISO 8601. */
  timestamp: string;
}

export type AuditLog = (record: AuditRecord) => void;

/** Writes audit records as JSON lines that `"event":"audit"` tells from the log's. */
export function createAuditLog({ write }: { write: (line: string) => void }): AuditLog {
  return (record) => write(JSON.stringify({ event: "audit", ...(loggable(record) as AuditRecord) }));
}
