/** Loads that are under way, one per id at a time. */
export interface Flights<T> {
  has(id: string): boolean;
  /**
   * The load of this id that is under way, else a new one, whose value is handed to `keep` unless the id is forgotten
   * meanwhile. A failure is everybody's who waits, and nobody's afterwards.
   */
  join(id: string, load: () => Promise<T>, keep: (value: T) => void): Promise<T>;
  /** Whoever comes from now on does not join the load that is under way. */
  forget(id: string): void;
}

export function singleFlight<T>(): Flights<T> {
  const underWay = new Map<string, Promise<T>>();
  return {
    has: (id) => underWay.has(id),
    forget: (id) => void underWay.delete(id),
    join(id, load, keep) {
      const other = underWay.get(id);
      if (other !== undefined) return other;
      const isCurrent = () => underWay.get(id) === flight;
      const flight: Promise<T> = load()
        .then((value) => {
          if (isCurrent()) keep(value);
          return value;
        })
        .finally(() => {
          if (isCurrent()) underWay.delete(id);
        });
      underWay.set(id, flight);
      return flight;
    },
  };
}
