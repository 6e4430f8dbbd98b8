import { loggable } from "./loggable.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Writes what happened, one JSON object per line. */
export interface Logger {
  info(event: string, fields?: Fields): void;
  warn(event: string, fields?: Fields): void;
  error(event: string, fields?: Fields): void;
}

interface LoggerOptions {
  /** Takes one line without its end. */
  write: (line: string) => void;
  now: () => Date;
}

/** A logger that redacts whatever looks like a signed URL or a credential, in errors and their causes too. */
export function createLogger({ write, now }: LoggerOptions): Logger {
  const log =
    (level: string) =>
    (event: string, fields: Fields = {}): void => {
      const safe = loggable(fields) as Fields;
      write(JSON.stringify({ time: now().toISOString(), level, event, ...safe }));
    };
  return { info: log("info"), warn: log("warn"), error: log("error") };
}
