export interface RoleAssignment {
  role: string;
  /** What the role counts for: the whole account, or one container. */
  scope: "account" | "container";
}

/**
 * W&B's own document: owner of all blobs of the account, and the account's settings.
 * https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage
 */
export function documentedRoles(): RoleAssignment[] {
  return [
    { role: "Storage Account Contributor", scope: "account" },
    { role: "Storage Blob Data Owner", scope: "account" },
  ];
}

/**
 * The blobs of one container. The delegation key, which only the account can give, and reads of the account's settings,
 * which validation asks for, need a role on the account each.
 */
export function strictRoles(): RoleAssignment[] {
  return [
    { role: "Storage Blob Data Contributor", scope: "container" },
    { role: "Storage Blob Delegator", scope: "account" },
    { role: "Reader", scope: "account" },
  ];
}
