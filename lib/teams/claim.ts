/**
 * A physical bucket belongs to one organisation. The claim says which, and which root each team holds in it.
 * An entry counts only while its team is active there; how that is kept true is told in README.md.
 */
export interface Claim {
  place: string;
  org: string;
  /** Team key → root. A map, since `__proto__` is a good team name. */
  roots: ReadonlyMap<string, string>;
  /** Changes with every write. */
  version: string;
}

/** True when two roots are equal or one lies inside the other. Roots are empty or end in a slash. */
export function rootsOverlap(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a);
}
