import { xmlErrorCode } from "../error-codes.ts";
import type { BucketFacts, FactName, Inspector } from "../inspector.ts";
import { readXml } from "../read-xml.ts";
import type { Spend, Spent } from "../spent.ts";
import type { SignSubresource } from "../subresource.ts";
import { corsRulesOf } from "./cors-rules.ts";
import { expiresObjects } from "./lifecycle-rules.ts";

interface S3InspectorOptions {
  sign: SignSubresource;
  spend: Spend;
  /** Whose objects' end is asked about. */
  root: string;
}

const LIFE_SECONDS = 300;

/**
 * Reads what the documented policies allow: CORS and versioning; and lifecycle rules where the keys may. Encryption shows in
 * an object's own headers, and on most stores expiry.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketCors.html and …/API_GetBucketVersioning.html
 */
export function s3Inspector({ sign, spend, root }: S3InspectorOptions): Inspector {
  const read = (name: string) =>
    spend(sign({ method: "GET", key: "", parameters: { [name]: "" } }, LIFE_SECONDS));
  return {
    async inspect() {
      const [cors, versioning, lifecycle] = await Promise.all([
        read("cors"),
        read("versioning"),
        read("lifecycle"),
      ]);
      const notOffered: FactName[] = ["softDeleteDays"];
      if (cors.cause === "not-supported") notOffered.push("corsRules");
      if (versioning.cause === "not-supported") notOffered.push("versioning");
      return {
        ...corsFact(cors),
        ...versioningFact(versioning),
        ...lifecycleFact(lifecycle, root),
        notOffered,
      };
    },
  };
}

function corsFact({ cause, answer }: Spent): BucketFacts {
  if (answer === undefined) return {};
  if (cause !== "ok") {
    const absent = xmlErrorCode(new TextDecoder().decode(answer.body)) === "NoSuchCORSConfiguration";
    return absent ? { corsRules: [] } : {};
  }
  const document = readXml(answer.body, "CORSConfiguration");
  return document === undefined ? {} : { corsRules: corsRulesOf(document) };
}

function lifecycleFact({ cause, answer }: Spent, root: string): BucketFacts {
  if (cause !== "ok" || answer === undefined) return {};
  const document = readXml(answer.body, "LifecycleConfiguration");
  return document === undefined ? {} : { expiresObjects: expiresObjects(document, root) };
}

/** A bucket that never had versioning answers an element without a status. */
function versioningFact({ cause, answer }: Spent): BucketFacts {
  if (cause !== "ok" || answer === undefined) return {};
  const document = readXml(answer.body, "VersioningConfiguration");
  return document === undefined ? {} : { versioning: document.text("Status") === "Enabled" };
}
