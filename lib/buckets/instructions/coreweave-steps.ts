import {
  documentedCoreweavePolicy,
  ownCoreweavePolicy,
  strictCoreweavePolicy,
} from "../../storage/coreweave/documents/bucket-policy.ts";
import { bucketPolicyStep } from "./bucket-policy-step.ts";
import type { Draft, Plan } from "./plan.ts";
import { createElsewhere, REGION } from "./s3-compatible-bucket.ts";
import { challengeSteps, corsStep, lifecycleStep, versioningStep } from "./s3-steps.ts";
import { word } from "./shell.ts";
import { markOf, type UnknownValue } from "./unknown-value.ts";

const CW_PRINCIPAL: UnknownValue = {
  name: "CW_PRINCIPAL",
  says: "the principal of your access key at CoreWeave, like arn:aws:iam::<organisation id>:<user>",
};

/** A bucket on CoreWeave AI Object Storage. https://docs.coreweave.com/products/storage/object-storage */
export function coreweaveSteps(plan: Plan): Draft[] {
  const { region } = plan.bucket;
  return [
    createElsewhere(plan, {
      text: "CoreWeave's buckets are private until a policy opens them. An organisation access policy must allow you to create and configure buckets, and CoreWeave answers virtual-hosted requests only: use a profile of AWS's CLI with s3.addressing_style = virtual.",
      location: word(region ?? markOf(REGION)),
      pathStyle: false,
      ...(region === undefined && { needs: [REGION] }),
    }),
    corsStep(plan),
    ...(plan.principal === undefined ? accessKeySteps(plan) : [policyStep(plan, plan.principal)]),
    ...challengeSteps(plan),
    versioningStep(plan),
    lifecycleStep(plan),
  ];
}

function policyStep(plan: Plan, principal: string): Draft {
  const { bucket, org, root, flavour } = plan;
  const request = { bucketName: bucket.name, principal, org };
  if (flavour === "documented")
    return bucketPolicyStep(plan, documentedCoreweavePolicy(request), {
      title: "Let W&B in",
      text: `W&B's own policy: it lets W&B into the whole bucket when W&B acts for the organisation ${org}.`,
    });
  return bucketPolicyStep(plan, strictCoreweavePolicy({ ...request, root }), {
    title: "Let W&B in, for your organisation and path alone",
    text: `The same 11 actions as W&B's own policy${root === "" ? "" : `, but only under ${root}`}, when W&B acts for the organisation ${org}.`,
  });
}

function accessKeySteps(plan: Plan): Draft[] {
  const { bucket, root, flavour } = plan;
  const document = ownCoreweavePolicy({
    bucketName: bucket.name,
    principal: markOf(CW_PRINCIPAL),
    root,
    strict: flavour === "strict",
  });
  const policy = bucketPolicyStep(plan, document, {
    title: "Let the access key in",
    text: `The policy lets the key${root === "" || flavour === "documented" ? " into the whole bucket" : ` in under ${root} alone`}. It does so after your organisation access policies, which must not refuse the key.`,
  });
  return [
    {
      name: "access-key",
      title: "Create an access key",
      text: "This deployment has no identity of its own at CoreWeave, so it signs with a key of yours. Create one in CoreWeave's console for a user that does nothing else, and have an organisation access policy allow that user this bucket. Percent-encode both halves where they stand in an address.",
    },
    { ...policy, needs: [CW_PRINCIPAL] },
  ];
}
