const redacted = '[redacted]';

/** What looks like a social security number, an email address, a bearer key, or a value that a server quotes. */
const telltales = [
  /\b\d{3}[- ]?\d{2}[- ]?\d{4}\b/g,
  /[^\s"'<>@]+@[^\s"'<>@]+/g,
  /\btw_[ps]k_\w+/g,
  /"[^"]*"/g,
  /\b\d{4}-\d{2}-\d{2}\b/g,
];

/**
 * A function that cuts the given values, and whatever looks like personal data, out of a text that a server sent.
 *
 * @param secrets - Values that must not show, such as the token and the personal data of the request.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  // Longest first, or a short value would break up a longer one that holds it.
  const values = secrets.filter((secret) => secret.length > 1).sort((a, b) => b.length - a.length);
  return (text) => {
    let safe = text;
    for (const value of values) safe = replaceAllIgnoringCase(safe, value);
    for (const telltale of telltales) safe = safe.replace(telltale, redacted);
    return safe.length > 500 ? `${safe.slice(0, 500)}…` : safe;
  };
}

function replaceAllIgnoringCase(text: string, value: string): string {
  const pattern = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(pattern, 'gi'), redacted);
}

/**
 * The strings at the given paths of a value.
 *
 * @param paths - Member names joined by dots; `*` stands for each item of a list and each member of a map.
 */
export function valuesAt(value: unknown, paths: readonly string[]): string[] {
  return paths.flatMap((path) => collect(value, path.split('.')));
}

function collect(value: unknown, [name, ...rest]: string[]): string[] {
  if (name === undefined) return typeof value === 'string' ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  if (name === '*') return Object.values(value).flatMap((item) => collect(item, rest));
  return Object.hasOwn(value, name) ? collect((value as Record<string, unknown>)[name], rest) : [];
}
