import type { Resource } from "../../lib/buckets/instructions/cloudformation.ts";
import { markedJson, markOf } from "../../lib/buckets/instructions/unknown-value.ts";
import { customerDrafts, leftOpen, storageBucketOf } from "./customer-drafts.ts";
import { customerResources } from "./customer-resources.ts";
import { CREATE_KEY, PATH } from "./customer-values.ts";
import { either } from "./either.ts";
import { filled } from "./fill-template.ts";
import { templateParameters } from "./template-parameters.ts";

type Json = Record<string, unknown>;

const HAS_PATH = "HasPath";
const MAKES_KEY = "MakesKey";
const KEY_ARN = { "Fn::GetAtt": ["Key", "Arn"] };

/**
 * The ready template: the documents of POST /buckets/instructions (strict flavour) with parameters in the place of
 * values. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/
 */
export function customerTemplate(): Json {
  const { Key, ...resources } = filled(eitherWay()) as Record<string, Resource>;
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "A bucket for a team of Weights & Biases, open to sessions for one organisation alone",
    Parameters: templateParameters(),
    Conditions: {
      [HAS_PATH]: { "Fn::Not": [{ "Fn::Equals": [{ Ref: PATH.parameter }, ""] }] },
      [MAKES_KEY]: { "Fn::Equals": [{ Ref: CREATE_KEY.parameter }, "yes"] },
    },
    Resources: { Key: { Condition: MAKES_KEY, ...Key }, ...resources },
    Outputs: outputs(),
  };
}

/** The key's resource has a condition of its own; everything else is rendered each way and made one. */
function eitherWay(): Json {
  const rest = (hasPath: boolean, makesKey: boolean) => {
    const { Key: _, ...others } = customerResources(leftOpen(rootOf(hasPath), makesKey));
    return others;
  };
  const withPath = either(MAKES_KEY, rest(true, true), rest(true, false));
  const whole = either(MAKES_KEY, rest(false, true), rest(false, false));
  const { Key } = customerResources(leftOpen("", true));
  return { Key, ...(either(HAS_PATH, withPath, whole) as Json) };
}

function rootOf(hasPath: boolean): string {
  return hasPath ? `${markOf(PATH)}/` : "";
}

function outputs(): Json {
  // A path that is empty counts as none, so nothing hangs on it.
  const body = (makesKey: boolean) => markedJson(storageBucketOf(customerDrafts(leftOpen("", makesKey))));
  return {
    StorageBucket: {
      Description: "storageBucket of POST /buckets/validate and POST /teams",
      Value: filled(either(MAKES_KEY, body(true), body(false))),
    },
    BucketName: { Value: { Ref: "Bucket" } },
    KeyArn: { Condition: MAKES_KEY, Value: KEY_ARN },
  };
}
