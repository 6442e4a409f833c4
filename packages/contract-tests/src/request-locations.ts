import { jsonSchemaOf, lastNameIn, namesIn, operationsOf, pointerTo } from '@truework-legacy/spec/document';
import { inComponent, schemas } from './constraints.ts';
import type { Sample } from './samples.ts';
import { spec } from './spec.ts';

/** An operation that takes a body, and where in the body a component of the spec is. */
export interface BodyLocation {
  readonly operation: string;
  /** The component that the whole body is. */
  readonly body: string;
  readonly component: string;
  /** The fields that lead to the component, such as `['target', 'company']`. */
  readonly path: readonly string[];
  /** The whole body with a value in the location of the component. */
  wrap(value: unknown): unknown;
}

/** Where the components are that requests are made of: the shortest way to each, for each operation. */
export function bodyLocations(): BodyLocation[] {
  return operationsOf(spec).flatMap(({ id, requestBody }) => {
    const body = jsonSchemaOf(requestBody)?.value.$ref;
    return body === undefined ? [] : locationsWithin(id, lastNameIn(body));
  });
}

function locationsWithin(operation: string, body: string): BodyLocation[] {
  const found: BodyLocation[] = [{ operation, body, component: body, path: [], wrap: (value) => value }];
  // Grows as it is read.
  for (const { component, path, wrap } of found) {
    const prefix = `${pointerTo('#/components/schemas', component)}/`;
    for (const { pointer, value: schema } of schemas().filter((at) => at.pointer.startsWith(prefix))) {
      const next = schema.$ref === undefined ? undefined : lastNameIn(schema.$ref);
      if (next === undefined || found.some((location) => location.component === next)) continue;
      found.push({
        operation,
        body,
        component: next,
        path: [...path, ...fieldsOf(pointer)],
        wrap: (value) => wrap(inComponent(pointer, { $value: value } as unknown as Sample)),
      });
    }
  }
  return found;
}

/** The fields of a value that lead to a location inside its component. */
export function fieldsOf(pointer: string): string[] {
  const [, , , ...tokens] = namesIn(pointer);
  return tokens.flatMap((token, index) => {
    if (tokens[index - 1] === 'properties') return [token];
    return token === 'items' ? ['0'] : token === 'additionalProperties' ? ['reference'] : [];
  });
}
