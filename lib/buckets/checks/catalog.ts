import type { CheckName } from "../report.ts";
import { addressWellFormed } from "./address-well-formed.ts";
import { browserAllowed } from "./browser-allowed.ts";
import { bucketExists } from "./bucket-exists.ts";
import { bucketNameValid } from "./bucket-name-valid.ts";
import type { Check } from "./check.ts";
import { credentialsAccepted } from "./credentials-accepted.ts";
import { deleteAccepted } from "./delete-accepted.ts";
import { downloadMatches } from "./download-matches.ts";
import { endpointAllowed } from "./endpoint-allowed.ts";
import { endpointReachable } from "./endpoint-reachable.ts";
import { headAccepted } from "./head-accepted.ts";
import { listAllowed } from "./list-allowed.ts";
import { notPublic } from "./not-public.ts";
import { pathFree } from "./path-free.ts";
import { probeRemoved } from "./probe-removed.ts";
import { providerSupported } from "./provider-supported.ts";
import { storeRegistered } from "./store-registered.ts";
import { unsignedHeadersRefused } from "./unsigned-headers-refused.ts";
import { uploadAccepted } from "./upload-accepted.ts";

/** Every check by its name; the compiler asks for a check that the list of names has and this has not. */
export const CHECKS: Readonly<Record<CheckName, Check>> = {
  "address-well-formed": addressWellFormed,
  "bucket-name-valid": bucketNameValid,
  "provider-supported": providerSupported,
  "store-registered": storeRegistered,
  "endpoint-allowed": endpointAllowed,
  "path-free": pathFree,
  "endpoint-reachable": endpointReachable,
  "credentials-accepted": credentialsAccepted,
  "bucket-exists": bucketExists,
  "upload-accepted": uploadAccepted,
  "download-matches": downloadMatches,
  "head-accepted": headAccepted,
  "list-allowed": listAllowed,
  "delete-accepted": deleteAccepted,
  "unsigned-headers-refused": unsignedHeadersRefused,
  "browser-allowed": browserAllowed,
  "not-public": notPublic,
  "probe-removed": probeRemoved,
};
