import { rootOf } from "../../lib/storage/bucket.ts";
import { placeOf } from "../../lib/storage/place-of.ts";
import type { PlannedBinding } from "../../lib/teams/plan-binding.ts";
import type { Team } from "../../lib/teams/team.ts";

interface TeamSketch {
  org?: string;
  name?: string;
  bucketName?: string;
  path?: string;
}

let serial = 0;

/** An External team on a bucket of an S3-compatible store, signed for by a registered store's keys. */
export function sampleTeam(sketch: TeamSketch = {}): Team {
  const { org = "acme", name = "omega", bucketName = "acme-bucket", path = "" } = sketch;
  const bucket = {
    provider: "MINIO" as const,
    name: bucketName,
    path,
    region: "eu-1",
    endpoint: "http://minio.test:9000",
  };
  return {
    org,
    name,
    storageType: "External",
    binding: { id: `binding-${serial++}`, bucket, root: rootOf(bucket), credentialsSource: "registered" },
    members: [],
    createdBy: "creator",
    createdAt: new Date("2026-11-24T12:00:00.123Z"),
  };
}

/** What a creation of this team asks for. */
export function plannedFor({ binding }: Team): PlannedBinding {
  const { id: _, ...planned } = binding;
  return { ...planned, place: placeOf(binding.bucket) };
}
