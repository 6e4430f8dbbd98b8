/** The same run and result for everyone who asks. */
export function once<T>(run: () => T): () => T {
  let result: { is: T } | undefined;
  return () => {
    result ??= { is: run() };
    return result.is;
  };
}
