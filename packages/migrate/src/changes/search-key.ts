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

/** A key with spaces around it would be lost if a server stores it without them. */
export function isSearchKey(key: unknown): key is string {
  return typeof key === 'string' && key !== '' && key === key.trim();
}

function rejectionOf(key: unknown, target: Record<string, unknown>): string | undefined {
  if (!isSearchKey(key)) return 'A search key is a string that is not empty and has no spaces around it.';
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

/** Its letters and digits, in lower case and without accents. */
function plain(text: unknown): string {
  if (typeof text !== 'string') return '';
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}
