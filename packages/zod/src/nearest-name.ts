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

/** How many letters have to be inserted, deleted or replaced. */
function distance(from: string, to: string): number {
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const letter of from) {
    const row = [(last[0] as number) + 1];
    for (const [at, other] of [...to].entries()) {
      const replaced = (last[at] as number) + (letter === other ? 0 : 1);
      row.push(Math.min(replaced, (last[at + 1] as number) + 1, (row[at] as number) + 1));
    }
    last = row;
  }
  return last.at(-1) as number;
}
