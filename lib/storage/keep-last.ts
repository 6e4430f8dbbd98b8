/**
 * Keeps what `make` made of the last input, and gives it again for one that `same` takes for the same: the requests of
 * a batch differ in their keys alone. The input may be changed afterwards, but not what it refers to.
 */
export function keepLast<Input extends object, Made>(
  same: (one: Input, other: Input) => boolean,
  make: (input: Input) => Made,
): (input: Input) => Made {
  let last: { input: Input; made: Made } | undefined;
  return (input) => {
    if (last === undefined || !same(last.input, input)) last = { input: { ...input }, made: make(input) };
    return last.made;
  };
}
