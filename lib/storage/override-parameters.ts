import type { SignRequest } from "./signer.ts";

/** The parameters by which a download asks for other response headers, the same for S3 and Cloud Storage. */
export function overrideParameters(request: SignRequest): Record<string, string> {
  if (request.method !== "GET" && request.method !== "HEAD") return {};
  const { responseContentType: type, responseContentDisposition: disposition } = request;
  return {
    ...(type === undefined ? {} : { "response-content-type": type }),
    ...(disposition === undefined ? {} : { "response-content-disposition": disposition }),
  };
}
