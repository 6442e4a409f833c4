import { isObject } from '../fields.ts';
import type { Notes } from '../note.ts';

// 2023-10-30 takes a key of your own with every order, and finds orders by it. Neither version has idempotency keys, so a unique key is
// the way to find out whether a create whose response was lost has created something. It appears in URLs.

/** @param target - The person, who must not be in the key. */
export function searchKeyToLater(
  searchKey: string | undefined,
  target: unknown,
  notes: Notes,
): { search_key?: string } {
  if (searchKey === undefined) return {};
  const reason = rejectionOf(searchKey, isObject(target) ? target : {});
  if (reason) notes.list.push({ kind: 'reject', path: 'supplied/search_key', reason });
  return { search_key: searchKey };
}

function rejectionOf(key: unknown, target: Record<string, unknown>): string | undefined {
  if (typeof key !== 'string' || key === '') return 'A search key is a string that is not empty.';
  const digits = plain(target['social_security_number']);
  const hasNumber = digits.length === 9 && key.replaceAll(/\D/g, '').includes(digits);
  const email = target['contact_email'];
  const hasEmail = typeof email === 'string' && email !== '' && key.includes(email);
  return hasNumber || hasEmail || hasName(plain(key), target)
    ? 'A search key appears in URLs. Use no social security number, no email address and no name.'
    : undefined;
}

/** First and last name side by side, in either order. A single name could be a word of any key. */
function hasName(key: string, { first_name, last_name }: Record<string, unknown>): boolean {
  const [first, last] = [plain(first_name), plain(last_name)];
  if (first === '' || last === '' || first.length + last.length < 5) return false;
  return key.includes(first + last) || key.includes(last + first);
}

/** Its letters and digits, in lower case. */
function plain(text: unknown): string {
  return typeof text === 'string' ? text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '') : '';
}
