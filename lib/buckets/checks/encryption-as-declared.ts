import type { ObjectEncryption } from "../../storage/room.ts";
import { namesKey } from "../names-key.ts";
import type { Subject } from "../subject.ts";
import { type Check, failed, inconclusive, type Outcome, passed, skipped } from "./check.ts";

/** By effect: what the store says of the probe object that it keeps. */
export const encryptionAsDeclared: Check = {
  severity: "warning",
  needs: ["upload-accepted"],
  async run(subject) {
    const found = await encryptionOfProbe(subject);
    const { kmsKeyId } = subject.bucket;
    if (kmsKeyId === undefined) return withoutKey(subject, found);
    return { ...withKey(kmsKeyId, found), severity: "error" };
  },
};

/** Some stores name the key in the answer to an upload, others to a HEAD. */
async function encryptionOfProbe({ probe, room }: Subject): Promise<ObjectEncryption | undefined> {
  const opened = await probe();
  const spent = await Promise.all([opened.upload(), opened.head()]);
  const told = spent.flatMap(({ cause, answer }) =>
    cause === "ok" && answer !== undefined ? [room.encryptionOf(answer)] : [],
  );
  return (
    told.find(({ kmsKey }) => kmsKey !== undefined) ?? told.find(({ encrypted }) => encrypted) ?? told[0]
  );
}

function withKey(declared: string, found: ObjectEncryption | undefined): Outcome {
  if (found === undefined)
    return inconclusive("The store did not say what it encrypts with.", "Try again when the store is well.");
  if (found.kmsKey === undefined)
    return failed(
      "A KMS key was declared, and the store does not encrypt with it.",
      "See that the store knows the key and encrypts with it, or leave kmsKeyId away.",
    );
  if (namesKey(found.kmsKey, declared))
    return passed("The store encrypts with the KMS key that was declared.");
  return failed(
    "The store encrypts with another KMS key than the one that was declared.",
    "Declare the key that the bucket really uses, or change the bucket's default encryption.",
  );
}

function withoutKey({ room }: Subject, found: ObjectEncryption | undefined): Outcome {
  const declarable = room.form.fields.some(({ name }) => name === "kmsKeyId");
  if (found?.kmsKey !== undefined && declarable)
    return failed(
      "The store encrypts with a KMS key that was not declared.",
      "Declare it as kmsKeyId, so that every upload names it and W&B's role may use it.",
    );
  if (found?.encrypted || found?.kmsKey !== undefined) return passed("The store encrypts what it keeps.");
  return skipped("Not applicable: no KMS key was declared, and the store does not say how it encrypts.");
}
