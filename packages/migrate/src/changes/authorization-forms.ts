import { itemsOf, noteUnknownFields, objectOf } from '../fields.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';
import type { Notes } from '../note.ts';

// `documents` of a create are called `authorization_forms`. What comes back of them is still called `documents` in a verification.

/** An empty list is left out. */
export function documentsToLater(
  documents: readonly Legacy.DocumentInput[] | null | undefined,
  notes: Notes,
): { authorization_forms?: Later.AuthorizationFormInput[] } {
  if (documents !== undefined && documents !== null && !Array.isArray(documents))
    notes.add('reject', 'Not a list.');
  const forms = itemsOf(documents).map((document, index) => formOf(document, notes.at(index)));
  return forms.length > 0 ? { authorization_forms: forms } : {};
}

function formOf(document: Legacy.DocumentInput, notes: Notes): Later.AuthorizationFormInput {
  const { content, filename } = objectOf(document);
  noteUnknownFields(document, ['content', 'filename'], notes);
  if (typeof filename !== 'string') notes.at('filename').add('reject', 'Missing, or not a string.');
  if (!isBase64(content))
    notes.at('content').add('reject', 'Not base64. Encode the file in one line, with padding.');
  return { content, filename };
}

function isBase64(content: unknown): boolean {
  if (typeof content !== 'string' || content.length % 4 !== 0) return false;
  return /^[A-Za-z0-9+/]*={0,2}$/.test(content);
}

/** Null and an empty list are left out. */
export function documentsFromLater(
  documents: readonly Later.AuthorizationForm[] | null | undefined,
): Pick<Legacy.Verification, 'documents'> {
  const names = itemsOf(documents).map((document) => ({ filename: document.filename ?? null }));
  return names.length > 0 ? { documents: names } : {};
}
