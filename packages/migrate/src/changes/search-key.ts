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
  const digits = String(target['social_security_number'] ?? '').replaceAll('-', '');
  const hasNumber = digits.length === 9 && key.replaceAll(/\D/g, '').includes(digits);
  const email = target['contact_email'];
  const hasEmail = typeof email === 'string' && email !== '' && key.includes(email);
  return hasNumber || hasEmail
    ? 'A search key appears in URLs. Use no social security number and no email address.'
    : undefined;
}
