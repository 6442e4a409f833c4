/** Names of other clients. */
const namesElsewhere: Readonly<Record<string, string>> = { apikey: 'token', baseurl: 'environment' };

/** The longest name that is compared, in UTF-16 code units. */
const longest = 50;

/** The known name that was probably meant: it begins alike, or is a part of the given name. Undefined if no name is close. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const plain = plainForm(name.slice(0, longest));
  // The name with the longest beginning in common, of three letters or the whole name.
  const alike = (start: string): string | undefined =>
    known.find((candidate) => plainForm(candidate).startsWith(start)) ??
    (start.length > 3 ? alike(start.slice(0, -1)) : undefined);
  const isMeant = (candidate: string) =>
    plain.includes(candidate) || lettersOf(plain) === lettersOf(candidate);
  return (
    known.find((candidate) => candidate === namesElsewhere[plain] || isMeant(plainForm(candidate))) ??
    alike(plain)
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
