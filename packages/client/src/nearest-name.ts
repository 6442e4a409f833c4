/** Names of other clients. */
const namesElsewhere: Readonly<Record<string, string>> = { apikey: 'token', baseurl: 'environment' };

/** The known name that was probably meant: it begins alike, or is a part of the given name. Undefined if no name is close. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const plain = plainForm(name);
  const startsAlike = (length: number) =>
    known.find((candidate) => plainForm(candidate).startsWith(plain.slice(0, length)));
  // The name with the longest beginning in common, of three letters or the whole name.
  let alike = startsAlike(plain.length);
  for (let length = plain.length - 1; length > 2; length -= 1) alike ??= startsAlike(length);
  const isMeant = (candidate: string) =>
    plain.includes(candidate) || lettersOf(plain) === lettersOf(candidate);
  return (
    known.find((candidate) => candidate === namesElsewhere[plain] || isMeant(plainForm(candidate))) ?? alike
  );
}

/** So that `timeout_ms` and `TimeoutMS` match `timeoutMs`. */
function plainForm(name: string): string {
  return name.replace(/[^a-z0-9]/gi, '').toLowerCase();
}

/** The letters of a name, sorted, so that names with swapped letters match. */
function lettersOf(plain: string): string {
  return [...plain].sort().join('');
}
