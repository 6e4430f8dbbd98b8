const REDACTED = "[redacted]";

/** Names after which a value is a signature or a credential, in URLs, headers, JSON and key=value texts. */
const SECRET_NAMES = [
  "signature",
  "credentials?",
  "sig",
  "googleaccessid",
  "access[-_]?key(?:[-_]?id)?",
  "account[-_]?key",
  "secret[-_]?key",
  "private[-_]?key",
  "client[-_]?secret",
  "(?:access|id|refresh|security|session)[-_]?token",
  "password",
].join("|");

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // A whole key, whose lines the patterns below would not see as one.
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*-----|$)/g, REDACTED],
  // A header's whole value: AWS puts `Credential=…, Signature=…` there.
  [
    /((?:proxy-)?authorization|(?:set-)?cookie)([\\"']*\s*(?:[:=]|%3d)\s*[\\"']*)[^\r\n"']+/gi,
    `$1$2${REDACTED}`,
  ],
  // Elements in which S3's error documents quote the signed request.
  [
    /<(AWSAccessKeyId|AccessKeyId|SecretAccessKey|SessionToken|SignatureProvided|StringToSign\w*|CanonicalRequest\w*)>[^<]*/gi,
    `<$1>${REDACTED}`,
  ],
  // Userinfo, up to the last `@`: a secret key may hold a bare slash.
  [/([a-z][a-z0-9+.-]{1,15}:\/\/)[^\s"'<>]*@/gi, `$1${REDACTED}@`],
  [
    new RegExp(`(${SECRET_NAMES})([\\\\"']*\\s*(?:[:=]|%3d)\\s*[\\\\"']*)[^\\s&"'<>,;\\\\]+`, "gi"),
    `$1$2${REDACTED}`,
  ],
  [/\b(bearer|basic) +[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${REDACTED}`],
  [/\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){1,4}/g, REDACTED],
  // Key ids: AWS (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html), CoreWeave, Google HMAC.
  [
    /(?<![A-Za-z0-9])(?:A(?:KI|SI|RO|ID|GP|IP|NP|NV|BI|CC)A[A-Z0-9]{8,}|CW[A-Z0-9]{14,}|GOOG[A-Z0-9]{16,})/g,
    REDACTED,
  ],
];

/** In every text that one of the patterns matches; most texts of a log have none of it, and each pattern costs. */
const SUSPICIOUS = /[<@ ]|eyJ|[A-Z0-9]{12}|[A-Za-z][\\"']*\s*(?:[:=]|%3[dD])/;

const READ_LIMIT = 8_192;
const SHOWN_LIMIT = 2_048;

/** Ends a long text at a blank, so that no half of an address escapes the patterns. */
function bounded(text: string): string {
  if (text.length <= READ_LIMIT) return text;
  const head = text.slice(0, READ_LIMIT);
  return `${head.slice(0, head.search(/\s\S*$/) + 1)}…`;
}

/** A text without anything that looks like a signed URL or a credential; at most 2,048 characters. */
export function redact(text: string): string {
  if (text.length <= SHOWN_LIMIT && !SUSPICIOUS.test(text)) return text;
  let shown = bounded(text);
  for (const [pattern, replacement] of PATTERNS) shown = shown.replace(pattern, replacement);
  return shown.length > SHOWN_LIMIT ? `${shown.slice(0, SHOWN_LIMIT)}…` : shown;
}

const SECRET_NAME = new RegExp(`^(?:authorization|cookie|secret|token|body|.*(?:${SECRET_NAMES}))$`, "i");

/** True for the name of a field whose value is never logged, whatever it looks like. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}
