/** What hindered a connection: completes "<host>:<port> …", and what to do about it. */
interface Hindrance {
  what: string;
  fix: string;
}

type Row = [code: RegExp, what: string, fix: string];

const TCP: readonly Row[] = [
  [
    /^ECONNREFUSED$/,
    "refused the TCP connection: nothing listens on that port.",
    "Check host and port, and that the store runs.",
  ],
  [
    /^ETIMEDOUT$/,
    "did not accept a TCP connection in time.",
    "Check host and port, and that firewalls let this service through to it.",
  ],
  [
    /^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/,
    "could not be reached: there is no route to its address.",
    "Check host and port, and that this service's network has a route to it; a host that has IPv6 addresses alone needs IPv6 here too.",
  ],
  [
    /^ECONNRESET$/,
    "broke off the TCP connection.",
    "Check host and port, and that firewalls let this service through to it.",
  ],
];

const TCP_OTHERWISE: Hindrance = {
  what: "could not be reached by TCP.",
  fix: "Check host and port, that the store runs, and that firewalls let this service through.",
};

const TRUST =
  "Use a certificate of a public authority, or have the operator make the service trust yours (NODE_EXTRA_CA_CERTS); your users' browsers and machines must trust it too.";

/** X.509 errors by OpenSSL's names: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const CERTIFICATE: readonly Row[] = [
  [/^CERT_HAS_EXPIRED$/, "showed a certificate that has expired.", "Renew the store's certificate."],
  [
    /^CERT_NOT_YET_VALID$/,
    "showed a certificate that is not valid yet.",
    "Use a certificate whose time has begun, and see that the clocks of the store and of this service are right.",
  ],
  [
    /^(ERR_TLS_CERT_ALTNAME_\w+|HOSTNAME_MISMATCH)$/,
    "showed a certificate that is for another name.",
    "Give the host by a name that its certificate holds, or have a certificate issued for this one.",
  ],
  [/^DEPTH_ZERO_SELF_SIGNED_CERT$/, "showed a self-signed certificate, which nobody vouches for.", TRUST],
  [
    /^(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?)$/,
    "showed a certificate of an authority that this service does not know.",
    TRUST,
  ],
  [
    /^UNABLE_TO_VERIFY_LEAF_SIGNATURE$/,
    "showed a certificate of an authority that this service does not know, or left out the certificates in between.",
    `Have the store send its whole chain of certificates. ${TRUST}`,
  ],
  [
    /^(CERT_\w+|INVALID_(CA|PURPOSE)|PATH_LENGTH_EXCEEDED|UNABLE_TO_\w+|\w+_(KEY_TOO_SMALL|MD_TOO_WEAK))$/,
    "showed a certificate that is not valid.",
    TRUST,
  ],
];

const NO_TLS: Row = [
  /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNEXPECTED_MESSAGE|RECORD_LAYER_FAILURE)$/,
  "does not speak TLS on that port.",
  "Check the port; if the store speaks plain http there, leave tls=true away (an endpoint then begins with http://).",
];

const REFUSED: Row = [
  /^ERR_SSL_/,
  "refused the TLS handshake: it has no certificate for this name, shares no cipher with this service, or wants a certificate of the client.",
  "Check the store's TLS settings: a certificate for this host, current ciphers, and none asked of clients.",
];

const TLS_OTHERWISE: Hindrance = {
  what: "broke off the TLS handshake.",
  fix: "Check the port, and whether the store speaks https there; if it speaks plain http, leave tls=true away.",
};

/** Why a TCP connection failed, from the codes of all addresses that were tried. */
export function tcpHindrance(error: unknown): Hindrance {
  const codes = error instanceof AggregateError ? error.errors.map(codeOf) : [codeOf(error)];
  return wordsOf(TCP, codes) ?? TCP_OTHERWISE;
}

/** Why a TLS handshake failed, and whether what is there speaks TLS nevertheless. */
export function tlsHindrance(error: unknown, leastVersion: string): Hindrance & { speaksTls: boolean } {
  const codes = [codeOf(error)];
  const noTls = wordsOf([NO_TLS], codes);
  if (noTls) return { ...noTls, speaksTls: false };
  const version = leastVersion.replace("v", " ");
  const tooOld: Row = [
    /^ERR_SSL_(\w*PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW)$/,
    `speaks no version of TLS that is accepted: ${version} is the least.`,
    `Turn on ${version} at the store, or at the proxy in front of it.`,
  ];
  const refused = wordsOf([...CERTIFICATE, tooOld, REFUSED], codes);
  return refused ? { ...refused, speaksTls: true } : { ...TLS_OTHERWISE, speaksTls: false };
}

function wordsOf(rows: readonly Row[], codes: readonly string[]): Hindrance | undefined {
  const row = rows.find(([form]) => codes.some((code) => form.test(code)));
  return row && { what: row[1], fix: row[2] };
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code);
}
