import type { Fault, RequestKind } from "../../support/scripted-store.ts";
import { type CorsRule, corsAsS3 } from "../../support/store-cors.ts";
import { change, deny, publicReads, refuseUnsignedHeaders, s3Error } from "../../support/store-faults.ts";
import { type Bench, startBench } from "../../support/validation-bench.ts";
import { FULL_RULE, type PlainRule } from "./cors-rows.ts";
import type { Asked, MatrixBench } from "./describe-rows.ts";

/** What miniflare's buckets do not have: a listener in front of it plays these, as S3 does. */
interface Settings {
  cors: CorsRule[];
  versioning: boolean;
  public: boolean;
  /** A lifecycle rule announces an end of every object under this prefix. */
  expiresUnder?: string;
  /** The region that signatures have to name. */
  region?: string;
  /** Actions that the keys may not do. */
  denied: Set<string>;
}

export interface S3MatrixBench extends MatrixBench {
  bench: Bench;
  settings: Settings;
}

const ACTIONS: readonly [action: string, kinds: RequestKind[]][] = [
  ["s3:ListBucket", ["list"]],
  ["s3:PutObject", ["put", "copy"]],
  ["s3:GetObject", ["get", "head"]],
  ["s3:DeleteObject", ["delete"]],
];

export function asS3({ origins, methods, sent, read }: PlainRule): CorsRule {
  return { origins, methods, headers: sent, exposed: read };
}

export async function startS3Matrix(options: { tls?: boolean } = {}): Promise<S3MatrixBench> {
  const bench = await startBench(options);
  const settings: Settings = { cors: [], versioning: true, public: false, denied: new Set() };
  return {
    bench,
    settings,
    store: bench.store,
    secrets: bench.secrets,
    validate: ({ faults = [], ...asked }: Asked) =>
      bench.validate({ ...asked, faults: [inTurn([...faults, ...faultsOf(settings)])] }),
    async heal() {
      bench.store.reset();
      await bench.wipe();
      Object.assign(settings, {
        cors: [asS3(FULL_RULE)],
        versioning: true,
        public: false,
        denied: new Set(),
      });
      delete settings.expiresUnder;
      delete settings.region;
    },
    close: bench.close,
  };
}

/** One after the other, until one does not carry on. */
function inTurn(faults: readonly Fault[]): Fault {
  return {
    act(turn) {
      const index = faults.findIndex(({ on }) => on?.includes(turn.seen.kind) ?? true);
      const next = async () => inTurn(faults.slice(index + 1)).act(turn);
      return index < 0 ? turn.carryOn() : faults[index]?.act({ ...turn, carryOn: next });
    },
  };
}

function faultsOf(settings: Settings): Fault[] {
  const { cors, versioning, denied, region } = settings;
  const refused = ACTIONS.flatMap(([action, kinds]) => (denied.has(action) ? [deny(...kinds)] : []));
  return [
    ...(region === undefined ? [] : [signedFor(region)]),
    ...(settings.public ? [publicReads] : []),
    ...refused,
    multipartOf(denied),
    ...(settings.expiresUnder === undefined ? [] : [expiring(settings.expiresUnder)]),
    ...(versioning ? [] : [unversioned]),
    refuseUnsignedHeaders,
    ...corsAsS3(...cors),
  ];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
function signedFor(region: string): Fault {
  const document = `<Error><Code>AuthorizationHeaderMalformed</Code><Region>${region}</Region></Error>`;
  return {
    act: ({ seen, response, carryOn }) =>
      seen.kind === "unsigned" || seen.kind === "preflight" || seen.url.includes(`%2F${region}%2Fs3%2F`)
        ? carryOn()
        : void response.writeHead(400).end(document),
  };
}

function multipartOf(denied: ReadonlySet<string>): Fault {
  return {
    on: ["multipart"],
    act(turn) {
      const action = turn.seen.method === "DELETE" ? "s3:AbortMultipartUpload" : "s3:PutObject";
      return denied.has(action) ? deny().act(turn) : turn.carryOn();
    },
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html */
const unversioned: Fault = {
  on: ["settings"],
  act: (turn) =>
    turn.seen.url.includes("versioning=")
      ? void turn.response.end("<VersioningConfiguration></VersioningConfiguration>")
      : turn.carryOn(),
};

/** S3 announces the end of an object where a rule will bring it. */
function expiring(prefix: string): Fault {
  const announced = change(
    (real) => ({
      ...real,
      headers: { ...real.headers, "x-amz-expiration": 'expiry-date="Fri, 23 Dec 2026 00:00:00 GMT"' },
    }),
    "head",
  );
  return {
    on: ["head"],
    act: (turn) => (turn.seen.url.includes(`/${prefix}`) ? announced.act(turn) : turn.carryOn()),
  };
}

/** A store without uploads in parts. */
export const noMultipart: Fault = s3Error(501, "NotImplemented", "multipart");
