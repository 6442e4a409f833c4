import { locate, pointerTo, type Schema } from '@truework-legacy/spec/document';
import { bodyOf, type Ids, operationNamed, type PlainRequest, requestOf } from './calls.ts';
import { spec } from './spec.ts';

/** A request that breaks the spec: an empty body, or else a parameter of the query. Undefined if neither can be wrong. */
export function wrongRequestOf(operation: string, ids: Ids = {}): PlainRequest | undefined {
  if (bodyOf(operation) !== undefined) return { ...requestOf(operation, ids), body: {} };
  const { method, path } = requestOf(operation, ids);
  for (const { name, in: location, pointer, fallback } of operationNamed(operation).parameters) {
    const wrong =
      location === 'query' && fallback === undefined ? wrongTextFor(schemaAt(pointer)) : undefined;
    if (wrong !== undefined) return { method, path: withQuery(path, name, wrong) };
  }
  return undefined;
}

/** A path with a parameter of its query, instead of one that is there. */
export function withQuery(path: string, name: string, value: string): string {
  const [template = '', query = ''] = path.split('?');
  const parameters = new URLSearchParams(query);
  parameters.set(name, value);
  return `${template}?${parameters}`;
}

/** The schema of a parameter. */
export function schemaAt(pointer: string): Schema {
  return locate<Schema>(spec, pointerTo(pointer, 'schema')).value;
}

/** A text that a parameter of the query must not have. Undefined if none is known. */
function wrongTextFor({ type, enum: values, pattern, anyOf }: Schema): string | undefined {
  const types = [type ?? []].flat();
  if (types.includes('integer') || types.includes('number')) return 'many';
  if (types.includes('boolean')) return 'perhaps';
  if (values !== undefined || anyOf !== undefined) return 'unheard-of';
  return pattern === undefined ? undefined : ',';
}
