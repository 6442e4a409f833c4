/** Longer than any name of the API: a name like this was not mistyped. */
const longest = 48;

/**
 * The name that was probably meant.
 *
 * @returns Undefined if no name is near.
 */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  if (name.length > longest) return undefined;
  const plain = plainForm(name);
  // About one slip in three letters, and never so many that any short name is near.
  let least = Math.min(4, Math.ceil(plain.length / 3)) + 1;
  let nearest: string | undefined;
  for (const candidate of known) {
    const count = distance(plain, plainForm(candidate));
    if (count < least) {
      least = count;
      nearest = candidate;
    }
  }
  return nearest;
}

/** `firstName`, `first-name` and `First_Name` are all meant for `first_name`. */
function plainForm(name: string): string {
  return name.replace(/[_\-\s]/g, '').toLowerCase();
}

/** How many letters have to be put in, left out, changed, or swapped with their neighbour. */
function distance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const isSame = from[i - 1] === to[j - 1];
      const isSwapped = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row[j] = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + (isSame ? 0 : 1),
        isSwapped ? (beforeLast[j - 2] as number) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = row;
  }
  return last[to.length] as number;
}
