/** How many letters must be inserted, deleted, replaced or swapped to make one word of another. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const now = [row];
    for (let column = 1; column <= b.length; column++) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      now[column] = Math.min(
        (last[column] ?? 0) + 1,
        (now[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + cost,
        ...(isSwapped ? [(beforeLast[column - 2] ?? 0) + 1] : []),
      );
    }
    [beforeLast, last] = [last, now];
  }
  return last[b.length] ?? 0;
}

/** The word of a list that is spelled most like another. Undefined if none begins alike and is near: one letter off, or two if it is long. */
export function nearestWord(word: string, words: readonly string[]): string | undefined {
  const reach = word.length < 9 ? 1 : 2;
  let nearest: string | undefined;
  let least = reach + 1;
  for (const candidate of words) {
    if (candidate[0] !== word[0] || Math.abs(candidate.length - word.length) >= least) continue;
    const letters = distance(word, candidate);
    if (letters < least) [nearest, least] = [candidate, letters];
  }
  return nearest;
}
