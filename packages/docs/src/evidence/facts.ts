import type { SourceLevel } from '@truework-legacy/spec/document';
import type { Field } from '../reference/field.ts';
import { objectsOf } from '../reference/objects.ts';
import { responseAnchor } from '../reference/operation.ts';
import type { ReferencePages } from '../reference/reference.ts';

/** A fact of the description that is not plainly documented for this version. */
export interface Fact {
  readonly name: string;
  readonly href: string;
  readonly level: SourceLevel;
  readonly note: string | undefined;
}

/** Every operation, response, parameter, field and value whose source is worth a look, in the order of the description. */
export function factsOf({ document, pages }: ReferencePages): Fact[] {
  const found = new Map<string, Fact>();
  const add = (name: string, href: string, source: Field['source']) => {
    if (!source || (source.level === 'documented' && !source.note)) return;
    if (!found.has(name)) found.set(name, { name, href, level: source.level, note: source.note });
  };
  for (const page of pages) {
    add(page.id, page.href, page.source);
    for (const { in: place, field } of page.parameters) {
      add(`${page.id}: ${place} ${field.name}`, `${page.href}#${field.anchor}`, field.source);
    }
    for (const { status, source } of page.responses) {
      // Error responses are shared by all operations.
      const isError = /^[45]\d\d$/.test(status);
      const href = isError ? `/reference/errors/#status-${status}` : `${page.href}#${responseAnchor(status)}`;
      add(isError ? `response ${status}` : `${page.id}: ${status}`, href, source);
    }
  }
  for (const object of objectsOf(document)) {
    add(object.name, `/reference/objects/#${object.name}`, object.source);
    for (const field of object.fields) {
      add(`${object.name}.${field.name}`, `/reference/objects/#${field.anchor}`, field.source);
    }
    for (const { literal, source } of object.values) {
      add(`${object.name}: ${literal}`, `/reference/objects/#${object.name}`, source);
    }
  }
  return [...found.values()];
}
