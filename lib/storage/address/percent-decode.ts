/** Decodes percent-encoded UTF-8; undefined for a bad escape or bytes that are not UTF-8. `+` stays `+`. */
export function percentDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
