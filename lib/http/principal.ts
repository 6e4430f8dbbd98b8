/** Who a verified token speaks for. */
export interface Principal {
  /** The user's name in W&B. */
  sub: string;
  org: string;
  /** Lower case; present only when the issuer says that it is verified. */
  email?: string;
  /** Lower case, the form in which team names are compared. */
  teams: ReadonlySet<string>;
  roles: ReadonlySet<string>;
}
