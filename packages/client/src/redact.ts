import { personalData } from './generated/api.gen.ts';

const redacted = '[redacted]';

/** The maximum length of a text that is shown, in UTF-16 code units. */
const longest = 1_000;

/** What a word with personal data contains: five digits, an @, or a part of a document. */
export const telltales = /(\d\W?){4,}\d|@|[a-z0-9+/=]{24}/.source;

/** A value that a server quotes. */
export const quoted = '"[^"]*"';

/** Redacts a text of a server. */
export type Redact = (text: string) => string;

/**
 * Makes a function that redacts the token, the personal data of a request, words of it, and whatever looks like personal data. Texts are
 * compared in one form of Unicode (NFC), because a server may echo another.
 *
 * @param request - The body of the request, as it was sent: the caller's object may have changed since.
 * @param telltale - The pattern of what is redacted with the whole word around it. Headers have their own, because an id of a request may
 * look like personal data.
 * @param others - Patterns of what else is redacted.
 */
export function redactor(
  token: string,
  request: unknown,
  telltale: string = telltales,
  others: readonly string[] = [quoted],
): Redact {
  const values = personalDataIn(request);
  const words = values.join(' ').split(/[^\p{L}\p{N}]+/u);
  // A header or a URL shows them percent-encoded. In capitals, a word may have more letters.
  const forms = words.flatMap((word) => [word, word.toUpperCase(), encodeURIComponent(word)]);
  const secrets = [...new Set([token, ...values, ...forms])]
    .filter(({ length }) => length > 1)
    // Reversed, or a short value would split a longer one that begins with it.
    .sort()
    .reverse()
    .map((secret) => secret.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    // A short value may be a part of a common word.
    .map((pattern) => (pattern.length > 4 ? pattern : `(?<!\\p{L})${pattern}(?!\\p{L})`));
  const rest = `(?:${telltale})\\S*`;
  // A word is searched once, from its beginning: from each of its letters, that would take quadratic time.
  const pattern = new RegExp([`(?<!\\S)\\S*?${rest}`, ...others, ...secrets, rest].join('|'), 'giu');
  // No message of the API is this long, but an echo of the request may be.
  return (text) => (text.length > longest ? redacted : text.normalize().replace(pattern, redacted));
}

/**
 * The strings in fields with personal data, at any depth. Not recursive, so that no depth exceeds the stack. A longer one than any message is
 * a document, whose parts are redacted by their pattern.
 */
function personalDataIn(request: unknown): string[] {
  const found: string[] = [];
  const rest: [value: unknown, isPersonal?: boolean][] = [[request]];
  for (let next = rest.pop(); next; next = rest.pop()) {
    const [value, isPersonal] = next;
    if (typeof value === 'string' && isPersonal && value.length <= longest) found.push(value.normalize());
    if (Object(value) !== value) continue;
    for (const [name, inside] of Object.entries(value as object)) {
      rest.push([inside, isPersonal || personalData.includes(name)]);
    }
  }
  return found;
}
