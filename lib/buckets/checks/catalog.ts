import type { CheckName } from "../report.ts";
import { addressWellFormed } from "./address-well-formed.ts";
import { browserAllowed } from "./browser-allowed.ts";
import { browserComplete } from "./browser-complete.ts";
import { bucketExists } from "./bucket-exists.ts";
import { bucketNameValid } from "./bucket-name-valid.ts";
import type { Check } from "./check.ts";
import { clockInSync } from "./clock-in-sync.ts";
import { corsPolicyComplete } from "./cors-policy-complete.ts";
import { credentialsAccepted } from "./credentials-accepted.ts";
import { deleteAccepted } from "./delete-accepted.ts";
import { downloadMatches } from "./download-matches.ts";
import { encryptionAsDeclared } from "./encryption-as-declared.ts";
import { endpointAllowed } from "./endpoint-allowed.ts";
import { endpointReachable } from "./endpoint-reachable.ts";
import { headAccepted } from "./head-accepted.ts";
import { historyRetained } from "./history-retained.ts";
import { listAllowed } from "./list-allowed.ts";
import { multipartAccepted } from "./multipart-accepted.ts";
import { notPublic } from "./not-public.ts";
import { ownershipProved } from "./ownership-proved.ts";
import { pathFree } from "./path-free.ts";
import { probeRemoved } from "./probe-removed.ts";
import { providerSupported } from "./provider-supported.ts";
import { regionMatches } from "./region-matches.ts";
import { storeRegistered } from "./store-registered.ts";
import { tenantPinned } from "./tenant-pinned.ts";
import { unsignedHeadersRefused } from "./unsigned-headers-refused.ts";
import { uploadAccepted } from "./upload-accepted.ts";
import { versioningEnabled } from "./versioning-enabled.ts";

/** Every check by its name; the compiler asks for a check that the list of names has and this has not. */
export const CHECKS: Readonly<Record<CheckName, Check>> = {
  "address-well-formed": addressWellFormed,
  "bucket-name-valid": bucketNameValid,
  "provider-supported": providerSupported,
  "store-registered": storeRegistered,
  "endpoint-allowed": endpointAllowed,
  "path-free": pathFree,
  "endpoint-reachable": endpointReachable,
  "tenant-pinned": tenantPinned,
  "ownership-proved": ownershipProved,
  "credentials-accepted": credentialsAccepted,
  "bucket-exists": bucketExists,
  "region-matches": regionMatches,
  "upload-accepted": uploadAccepted,
  "download-matches": downloadMatches,
  "head-accepted": headAccepted,
  "list-allowed": listAllowed,
  "multipart-accepted": multipartAccepted,
  "delete-accepted": deleteAccepted,
  "unsigned-headers-refused": unsignedHeadersRefused,
  "browser-allowed": browserAllowed,
  "browser-complete": browserComplete,
  "cors-policy-complete": corsPolicyComplete,
  "not-public": notPublic,
  "encryption-as-declared": encryptionAsDeclared,
  "versioning-enabled": versioningEnabled,
  "history-retained": historyRetained,
  "clock-in-sync": clockInSync,
  "probe-removed": probeRemoved,
};
