import type { Bucket } from "../bucket.ts";

/** A storage account's name, which is also the first label of its host. */
const ACCOUNT_NAME = /^[a-z0-9]{3,24}$/;

/**
 * Says which rule of Azure's containers the name breaks; undefined when it breaks none.
 * https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata
 */
export function nameProblem(name: string): string | undefined {
  if (name.startsWith("$")) {
    return "A container whose name begins with $ is one that Azure keeps for itself. Create a container of your own.";
  }
  if (name.length < 3 || name.length > 63) return "An Azure container name has 3 to 63 characters.";
  if (!/^[a-z0-9-]+$/.test(name)) {
    return "An Azure container name has only lower-case letters, digits and hyphens.";
  }
  if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) {
    return "An Azure container name begins and ends with a letter or a digit.";
  }
  if (name.includes("--")) return "An Azure container name has no two hyphens in a row.";
  return undefined;
}

/**
 * Says what is wrong with a storage account's name; undefined when nothing is.
 * https://learn.microsoft.com/azure/storage/common/storage-account-overview#storage-account-name
 */
export function accountNameProblem(accountName: string): string | undefined {
  return ACCOUNT_NAME.test(accountName)
    ? undefined
    : "The name of an Azure storage account has 3 to 24 lower-case letters and digits.";
}

/** The claim's key: account names are unique in all of Azure, container names within their account. */
export function place(bucket: Bucket): string {
  return `AZURE/${accountOf(bucket)}/${bucket.name}`;
}

/** The empty userinfo says that an `@` further on is the path's. The ids of a managed identity are not part of it. */
export function printAddress(bucket: Bucket): string {
  const path = bucket.path === "" ? "" : `/${bucket.path}`;
  return `az://${path.includes("@") ? "@" : ""}${accountOf(bucket)}/${bucket.name}${path}`;
}

function accountOf({ accountName }: Bucket): string {
  if (accountName === undefined) throw new Error("A container of Azure has a storage account.");
  return accountName;
}
