import { isSecretName, redact } from "./redact.ts";

const DEPTH_LIMIT = 6;
const LENGTH_LIMIT = 20;
const FRAME_LIMIT = 6;

function framesOf(error: Error): string[] {
  const lines = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return lines.slice(0, FRAME_LIMIT).map((line) => redact(line.trim()));
}

/**
 * An error by name, code, message, place and cause; nothing else of it,
 * since SDK errors carry whole requests and answers.
 */
function loggableError(error: Error, depth: number): unknown {
  const code = (error as { code?: unknown }).code;
  return {
    name: redact(error.name),
    ...(typeof code === "string" || typeof code === "number" ? { code: redact(String(code)) } : {}),
    message: redact(error.message),
    at: framesOf(error),
    ...(error.cause === undefined ? {} : { cause: loggable(error.cause, depth + 1) }),
    ...(error instanceof AggregateError ? { errors: loggable(error.errors, depth + 1) } : {}),
  };
}

/** A copy of a value that is safe to print: bounded, without cycles, secrets redacted. */
export function loggable(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return redact(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth > DEPTH_LIMIT) return "[deep]";
  if (value instanceof Error) return loggableError(value, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return "[bytes]";
  if (Array.isArray(value)) return value.slice(0, LENGTH_LIMIT).map((item) => loggable(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, LENGTH_LIMIT)
      .map(([name, item]) => [redact(name), isSecretName(name) ? "[redacted]" : loggable(item, depth + 1)]),
  );
}
