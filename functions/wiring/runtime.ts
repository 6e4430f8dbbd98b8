import type { AwsAccess } from "./aws-calls.ts";

/** What a function takes from where it runs. */
export interface Runtime {
  /** What its metrics are told apart by. */
  functionName: "presign" | "teams" | "buckets" | "edge";
  /** Takes one line of the log, without its end. */
  write: (line: string) => void;
  access: AwsAccess;
  /** Absent where there are no files. */
  readText?: (file: string) => Promise<string>;
  now: () => Date;
}
