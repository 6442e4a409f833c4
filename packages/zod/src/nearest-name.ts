/** A longer name than any of the API is not a typo. */
const longest = 48;

/**
 * The known name that was probably meant. Undefined if none is close.
 */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  if (name.length > longest) return undefined;
  const plain = plainForm(name);
  // About one typo in three letters, but not so many that every short name is close.
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

/** So that `firstName`, `first-name` and `First_Name` match `first_name`. */
function plainForm(name: string): string {
  return name.replace(/[_\-\s]/g, '').toLowerCase();
}

/** How many letters have to be inserted, deleted, replaced, or swapped with their neighbor. */
function distance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const isSame = from[i - 1] === to[j - 1];
      const isSwapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (beforeLast[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = row;
  }
  return last[to.length] ?? 0;
}
