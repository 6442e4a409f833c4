import { personalData } from './generated/api.gen.ts';

const redacted = '[redacted]';

/** What looks like personal data: quoted values, words with five digits or an @ in them, and pieces of documents. */
const telltales = String.raw`"[^"]*"|\S*(\d\W?){4}\d\S*|\S*@\S*|[a-z0-9+/=]{24,}`;

/** Cuts whatever must not show out of a text of a server. */
export type Redact = (text: string) => string;

/**
 * Cuts out the token, the personal data of a request, words of it, and whatever looks like personal data.
 *
 * @param request - The body of the request.
 */
export function redactor(token: string, request: unknown): Redact {
  const values = personalDataIn(request);
  const words = values.join(' ').split(/[^\p{L}\p{N}]+/u);
  const secrets = [token, ...values, ...words.filter(({ length }) => length > 3)];
  return (text) => {
    // No message of the API is this long; an echo of the request may be.
    if (text.length > 1_000) return redacted;
    const patterns = secrets
      .filter((secret) => secret && text.toLowerCase().includes(secret.toLowerCase()))
      // Backwards, or a short value would break up a longer one that begins with it.
      .sort()
      .reverse()
      .map((secret) => secret.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
      // A short value may well be a part of a common word.
      .map((pattern) => (pattern.length > 4 ? pattern : `(?<!\\p{L})${pattern}(?!\\p{L})`));
    return text.replace(new RegExp([...patterns, telltales].join('|'), 'giu'), redacted);
  };
}

/** The strings in members that hold personal data, at any depth. */
function personalDataIn(value: unknown, isPersonal = false): string[] {
  if (typeof value === 'string') return isPersonal ? [value] : [];
  return Object.entries(value ?? {}).flatMap(([name, inside]) =>
    personalDataIn(inside, isPersonal || personalData.includes(name)),
  );
}
