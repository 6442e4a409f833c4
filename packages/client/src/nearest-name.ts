/** Names of other clients. */
const namesElsewhere: Readonly<Record<string, string>> = { apikey: 'token', baseurl: 'environment' };

/** The known name that was probably meant: it begins alike, or is a part of the given name. Undefined if no name is close. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const plain = plainForm(name);
  const alike = (candidate: string) =>
    plain.includes(candidate) ||
    candidate.startsWith(plain.slice(0, 3)) ||
    lettersOf(plain) === lettersOf(candidate);
  return known.find((candidate) => candidate === namesElsewhere[plain] || alike(plainForm(candidate)));
}

/** So that `timeout_ms` and `TimeoutMS` match `timeoutMs`. */
function plainForm(name: string): string {
  return name.replace(/[^a-z0-9]/gi, '').toLowerCase();
}

/** The letters of a name, sorted, so that names with swapped letters match. */
function lettersOf(plain: string): string {
  return [...plain].sort().join('');
}
