/** What other clients call it. */
const namesElsewhere: Readonly<Record<string, string>> = { apikey: 'token', baseurl: 'environment' };

/** The name that was probably meant: one that begins alike, or is a part of what was written. Undefined if none does. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const plain = plainForm(name);
  const alike = (candidate: string) =>
    plain.includes(candidate) ||
    candidate.startsWith(plain.slice(0, 3)) ||
    lettersOf(plain) === lettersOf(candidate);
  return known.find((candidate) => candidate === namesElsewhere[plain] || alike(plainForm(candidate)));
}

/** `timeout_ms` and `TimeoutMS` are both meant for `timeoutMs`. */
function plainForm(name: string): string {
  return name.replace(/[^a-z0-9]/gi, '').toLowerCase();
}

/** Whoever swaps letters keeps them. */
function lettersOf(plain: string): string {
  return [...plain].sort().join('');
}
