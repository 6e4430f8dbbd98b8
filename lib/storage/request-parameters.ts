import { keepLast } from "./keep-last.ts";
import type { GrantMethod, SignRequest } from "./signer.ts";

type Parameters = Readonly<Record<string, string>>;

/**
 * The parameters that S3 and Cloud Storage both take, beside those that each method has anyway: by which a download
 * asks for other response headers, and `X-User`, which both ignore and keep in their logs of requests. Gives the
 * same object again for requests that differ in their keys alone, as those of a batch do.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html#LogFormatCustom
 */
export function requestParameters(
  ofMethod: Readonly<Record<GrantMethod, Parameters>>,
): (request: SignRequest) => Parameters {
  return keepLast(sameParameters, (request) => ({ ...ofMethod[request.method], ...ownParameters(request) }));
}

function ownParameters(request: SignRequest): Parameters {
  // Half a surrogate pair has no percent-encoding.
  const user = request.user === undefined ? {} : { "X-User": request.user.toWellFormed() };
  if (request.method !== "GET" && request.method !== "HEAD") return user;
  const { responseContentType: type, responseContentDisposition: disposition } = request;
  return {
    ...user,
    ...(type === undefined ? {} : { "response-content-type": type }),
    ...(disposition === undefined ? {} : { "response-content-disposition": disposition }),
  };
}

function sameParameters(one: SignRequest, other: SignRequest): boolean {
  return (
    one.method === other.method &&
    one.user === other.user &&
    one.responseContentType === other.responseContentType &&
    one.responseContentDisposition === other.responseContentDisposition
  );
}
