/** A role for one member, as `gcloud storage buckets add-iam-policy-binding` takes it. */
export interface RoleBinding {
  role: string;
  /** `serviceAccount:<email>`. */
  member: string;
  /** In Google's Common Expression Language; only where uniform bucket-level access is on. */
  condition?: { title: string; expression: string };
}

/** W&B's own document: everything in the bucket, and the bucket's own IAM policy too. */
export function documentedBindings(member: string): RoleBinding[] {
  return [{ role: "roles/storage.admin", member }];
}

/**
 * Objects under the root alone (read, write, delete, uploads in parts), and reads of the bucket's settings, which no
 * condition can cut. https://cloud.google.com/storage/docs/access-control/iam-roles
 */
export function strictBindings({
  member,
  bucketName,
  root,
}: {
  member: string;
  bucketName: string;
  /** Empty, or ending in a slash. */
  root: string;
}): RoleBinding[] {
  const objects: RoleBinding = { role: "roles/storage.objectUser", member };
  const settings: RoleBinding = { role: "roles/storage.bucketViewer", member };
  if (root === "") return [settings, objects];
  return [settings, { ...objects, condition: underRoot(bucketName, root) }];
}

/**
 * A list is asked of the bucket, so its prefix is another attribute than an object's name.
 * https://cloud.google.com/iam/docs/conditions-attribute-reference
 */
function underRoot(bucketName: string, root: string): { title: string; expression: string } {
  const object = JSON.stringify(`projects/_/buckets/${bucketName}/objects/${root}`);
  const prefix = JSON.stringify(root);
  return {
    title: "wandb-byob-path",
    expression:
      `resource.name.startsWith(${object}) || ` +
      `api.getAttribute("storage.googleapis.com/objectListPrefix", "").startsWith(${prefix})`,
  };
}
