const ONLY_UNRESERVED = /^[A-Za-z0-9\-_.~]*$/;
const ONLY_UNRESERVED_OR_SLASH = /^[A-Za-z0-9\-_.~/]*$/;

/**
 * Encodes as AWS's UriEncode does: all but `A-Z a-z 0-9 - _ . ~`, as UTF-8, in upper-case hexadecimal.
 * Throws URIError for text with half a surrogate pair.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function percentEncode(text: string): string {
  return ONLY_UNRESERVED.test(text) ? text : encodeURIComponent(text).replace(/[!'()*]/g, escapeOf);
}

/** Encodes an object key for a URL's path: as `percentEncode`, with `/` kept. */
export function encodeKey(key: string): string {
  if (ONLY_UNRESERVED_OR_SLASH.test(key)) return key;
  return encodeURIComponent(key).replace(/%2F|[!'()*]/g, (found) =>
    found === "%2F" ? "/" : escapeOf(found),
  );
}

function escapeOf(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
