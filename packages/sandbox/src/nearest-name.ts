/** Longer than any name that there is: one like this was not mistyped. */
const longest = 48;

/** The name that was probably meant. Undefined if none is near. */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  if (name.length > longest) return undefined;
  const plain = plainForm(name);
  // About one slip in three letters.
  let least = Math.min(4, Math.ceil(plain.length / 3)) + 1;
  let nearest: string | undefined;
  for (const candidate of known) {
    const count = slips(plain, plainForm(candidate));
    if (count >= least) continue;
    least = count;
    nearest = candidate;
  }
  return nearest;
}

/** `rate_limit`, `rate-limit` and `RateLimit` are all meant for `rateLimit`. */
function plainForm(name: string): string {
  return name.replace(/[_\-\s]/g, '').toLowerCase();
}

/** How many letters have to be put in, left out or changed. */
function slips(from: string, to: string): number {
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let place = 1; place <= from.length; place += 1) {
    const row = [place];
    for (let index = 1; index <= to.length; index += 1) {
      const isSame = from[place - 1] === to[index - 1];
      const inserted = Math.min(last[index] ?? 0, row[index - 1] ?? 0) + 1;
      row[index] = Math.min(inserted, (last[index - 1] ?? 0) + (isSame ? 0 : 1));
    }
    last = row;
  }
  return last[to.length] ?? 0;
}
