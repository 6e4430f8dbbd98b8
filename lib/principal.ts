/** Who calls, as the verified token says. */
export interface Principal {
  /** The user's name. */
  sub: string;
  org: string;
  /** Lower case; present only when the issuer verified it. */
  email?: string;
  /** Team names, lower case. */
  teams: ReadonlySet<string>;
  roles: ReadonlySet<string>;
}
