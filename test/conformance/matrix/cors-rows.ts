import { LOCAL_ORIGIN } from "../../support/validate-address.ts";
import type { MatrixBench, Row } from "./describe-rows.ts";

/** A rule in no provider's words. */
export interface PlainRule {
  origins: string[];
  methods: string[];
  /** Headers that pages may send. */
  sent: string[];
  /** Headers that pages may read. */
  read: string[];
}

interface Local<Bench extends MatrixBench> {
  /** Makes this the bucket's one rule; without one it has none. */
  setCors(bench: Bench, rule: PlainRule | undefined): void | Promise<void>;
  /** What a browser meets when no rule allows a preflight. */
  refusal: string;
  etagSeverity: "error" | "warning";
  /** What the fix contains. */
  fix: string;
  /** Does what the fix says. */
  apply(bench: Bench, fix: string): Promise<void>;
}

export const FULL_RULE: PlainRule = {
  origins: [LOCAL_ORIGIN],
  methods: ["GET", "HEAD", "PUT"],
  sent: ["content-type", "content-md5", "x-ms-blob-type"],
  read: ["etag"],
};

/** A rule that lacks something for each row, and the fix that gives it. */
export function corsRows<Bench extends MatrixBench>(local: Local<Bench>): Row<Bench>[] {
  const { setCors, refusal, etagSeverity, fix, apply } = local;
  const refused = `A browser on a page of ${LOCAL_ORIGIN} would refuse: `;
  const all = `GET: ${refusal}; HEAD: ${refusal}; PUT: ${refusal}`;

  const lacking = (row: Row<Bench>["row"], rule: PlainRule | undefined, problems: string): Row<Bench> => ({
    row,
    async broken(bench) {
      await setCors(bench, rule);
    },
    amiss: ["browser-allowed: failed error", "cors-policy-complete: failed warning"],
    says: { check: "browser-allowed", message: refused + problems, fix },
    async repaired(bench, said) {
      await apply(bench, said);
    },
  });

  return [
    lacking("no CORS", undefined, all),
    lacking("CORS without PUT", { ...FULL_RULE, methods: ["GET", "HEAD"] }, `PUT: ${refusal}`),
    lacking("CORS without HEAD", { ...FULL_RULE, methods: ["GET", "PUT"] }, `HEAD: ${refusal}.`),
    lacking("CORS without the origin", { ...FULL_RULE, origins: ["http://other.acme.test"] }, all),
    lacking(
      "CORS without content-type",
      { ...FULL_RULE, sent: ["content-md5", "x-ms-blob-type"] },
      `${all}.`,
    ),
    {
      ...lacking("CORS without exposed ETag", { ...FULL_RULE, read: [] }, ""),
      amiss: [`browser-complete: failed ${etagSeverity}`, "cors-policy-complete: failed warning"],
      says: {
        check: "browser-complete",
        message: `lacks: ETag is not exposed to pages of ${LOCAL_ORIGIN}.`,
        fix,
      },
    },
  ];
}
