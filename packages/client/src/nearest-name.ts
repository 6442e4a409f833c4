/** What other clients call it. */
const namesElsewhere: Readonly<Record<string, string>> = {
  apikey: 'token',
  baseurl: 'environment',
  url: 'environment',
  maxretries: 'retries',
  timeout: 'timeoutMs',
  timeoutinseconds: 'timeoutMs',
  defaultheaders: 'headers',
  logger: 'onAttempt',
};

/** The name that was probably meant. Undefined if none is near. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const plain = plainForm(name);
  const elsewhere = namesElsewhere[plain];
  if (elsewhere && known.includes(elsewhere)) return elsewhere;
  const near = known
    .map((candidate) => ({ candidate, edits: editsBetween(plain, plainForm(candidate)) }))
    .sort((one, other) => one.edits - other.edits)[0];
  // About one slip in three letters.
  return near && near.edits <= Math.ceil(plain.length / 3) ? near.candidate : undefined;
}

/** `timeout_ms` and `TimeoutMS` are both meant for `timeoutMs`. What is much too long is cut, because it is compared letter by letter. */
function plainForm(name: string): string {
  return name
    .slice(0, 50)
    .replace(/[^a-z0-9]/gi, '')
    .toLowerCase();
}

/** How many letters have to be put in, left out or changed to make one name of the other. */
function editsBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const changed = (row[j] as number) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] as number) + 1, (next[j] as number) + 1));
    }
    row = next;
  }
  return row[to.length] as number;
}
