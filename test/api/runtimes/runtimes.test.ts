import { afterAll, beforeAll, expect, it } from "vitest";
import { callerOf } from "./caller.ts";
import { describePresign } from "./describe-presign.ts";
import { type PartGrant, sendPart } from "./describe-uploads.ts";
import { presignInLambda } from "./in-lambda.ts";
import { presignInNode } from "./in-node.ts";
import { presignInWorkerd } from "./in-workerd.ts";
import type { PresignRuntime } from "./runtime.ts";
import { type Stage, startStage } from "./stage.ts";

let stage: Stage;
let runtimes: Record<"node" | "lambda" | "workerd", PresignRuntime>;

beforeAll(async () => {
  stage = await startStage();
  // Node first: it makes the teams.
  const node = await presignInNode(stage);
  const lambda = await presignInLambda(stage.environment);
  const workerd = await presignInWorkerd(stage.environment);
  runtimes = { node, lambda, workerd };
});
afterAll(async () => {
  await Promise.all(Object.values(runtimes).map(({ close }) => close()));
  await stage.close();
});

describePresign("in Node", () => ({ stage, runtime: runtimes.node }));
describePresign("in Lambda", () => ({ stage, runtime: runtimes.lambda }));
describePresign("in workerd", () => ({ stage, runtime: runtimes.workerd }));

it("an upload is begun in one, refreshed in the second and completed in the third", async () => {
  const [node, lambda, workerd] = await Promise.all([
    callerOf(stage, runtimes.node),
    callerOf(stage, runtimes.lambda),
    callerOf(stage, runtimes.workerd),
  ]);
  const place = { team: "aws", key: "wandering" };
  const begun = await workerd.post("/presign/multipart", { ...place, partCount: 1 });
  const { uploadId } = begun.body;
  const asked = { ...place, uploadId, parts: [{ partNumber: 1 }] };
  const [grant] = (await lambda.post("/presign/multipart/refresh", asked)).body.parts as PartGrant[];
  if (grant === undefined) throw new Error("There is no URL.");
  const parts = [await sendPart(grant, Buffer.from("all"))];
  const done = await node.post("/presign/multipart/complete", { ...place, uploadId, parts });
  expect([done.status, done.body.key]).toEqual([200, "wandering"]);
});

it("each of them opened sealed keys by KMS, with organisation and team as the context", () => {
  const opened = stage.kms.calls.filter(({ operation }) => operation === "Decrypt");
  const times = opened.filter(({ body }) => {
    const { "wandb:OrgID": org, "wandb:Team": team } = body.EncryptionContext as Record<string, string>;
    return org === "acme" && team === "gcs-rsa";
  });
  expect(times.length).toBeGreaterThanOrEqual(3);
});
