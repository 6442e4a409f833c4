import { personalData } from './generated/api.gen.ts';

const redacted = '[redacted]';

/** How long a text may be that is shown, in UTF-16 code units. */
const longest = 1_000;

/** What looks like personal data: quoted values, words with five digits or an @ in them, and pieces of documents. */
const telltales = /"[^"]*"|\S*(\d\W?){4}\d\S*|\S*@\S*|[a-z0-9+/=]{24,}/.source;

/** The same for messages of validators, in which a suggestion names a field of the schema. */
export const telltalesOfIssues = `(?<!Did you mean )${telltales}`;

/** Cuts whatever must not show out of a text of a server. */
export type Redact = (text: string) => string;

/**
 * Cuts out the token, the personal data of a request, words of it, and whatever looks like personal data.
 *
 * @param request - The body of the request, as it was sent: the caller's own object may have changed since.
 * @param lookalikes - What looks like personal data. Left out for a header, whose id of a request may well look like that.
 */
export function redactor(
  token: string,
  request: unknown,
  lookalikes: readonly string[] = [telltales],
): Redact {
  // What is longer than any message would be is a document, whose pieces are cut out as such.
  const values = personalDataIn(request).filter(({ length }) => length < longest);
  const words = values.join(' ').split(/[^\p{L}\p{N}]+/u);
  const secrets = [...new Set([token, ...values, ...words])]
    .filter(({ length }) => length > 1)
    // Backwards, or a short value would break up a longer one that begins with it.
    .sort()
    .reverse()
    .map((secret) => secret.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    // A short value may well be a part of a common word.
    .map((pattern) => (pattern.length > 4 ? pattern : `(?<!\\p{L})${pattern}(?!\\p{L})`));
  const pattern = new RegExp([...secrets, ...lookalikes].join('|'), 'giu');
  // No message of the API is this long; an echo of the request may be.
  return (text) => (text.length > longest ? redacted : text.replace(pattern, redacted));
}

/** The texts in fields that have personal data, at any depth: also at one that a function calling itself would not reach. */
function personalDataIn(request: unknown): string[] {
  const found: string[] = [];
  const rest: [value: unknown, isPersonal: boolean][] = [[request, false]];
  for (let next = rest.pop(); next; next = rest.pop()) {
    const [value, isPersonal] = next;
    if (typeof value === 'string' && isPersonal) found.push(value);
    if (Object(value) !== value) continue;
    for (const [name, inside] of Object.entries(value as object)) {
      rest.push([inside, isPersonal || personalData.includes(name)]);
    }
  }
  return found;
}
