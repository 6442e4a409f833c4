import openapi from '@truework-legacy/spec/openapi.json' with { type: 'json' };
import { inComponent, schemas } from './constraints.ts';
import { nameIn } from './full-value.ts';
import type { Sample } from './samples.ts';

/** An operation that takes a body, and where in the body a component of the spec stands. */
export interface BodyPlace {
  readonly operation: string;
  /** The component that the whole body is. */
  readonly body: string;
  readonly component: string;
  /** The members that lead to the component, such as `['target', 'company']`. */
  readonly path: readonly string[];
  /** The whole body with a value of the component in its place. */
  wrap(value: unknown): unknown;
}

interface Operation {
  operationId: string;
  requestBody?: { content: Record<string, { schema: { $ref: string } }> };
}

/** Where the components stand that requests are made of: the shortest way to each, for each operation. */
export function bodyPlaces(): BodyPlace[] {
  return Object.values(openapi.paths as unknown as Record<string, Record<string, Operation>>).flatMap(
    (item) =>
      Object.values(item).flatMap(({ operationId, requestBody }) => {
        const body = requestBody?.content['application/json']?.schema.$ref;
        return body === undefined ? [] : placesWithin(operationId, nameIn(body));
      }),
  );
}

function placesWithin(operation: string, body: string): BodyPlace[] {
  const found: BodyPlace[] = [{ operation, body, component: body, path: [], wrap: (value) => value }];
  // Grows as it is read.
  for (const { component, path, wrap } of found) {
    const prefix = `#/components/schemas/${component}/`;
    for (const { pointer, schema } of schemas().filter((at) => at.pointer.startsWith(prefix))) {
      const next = schema.$ref === undefined ? undefined : nameIn(schema.$ref);
      if (next === undefined || found.some((place) => place.component === next)) continue;
      found.push({
        operation,
        body,
        component: next,
        path: [...path, ...membersOf(pointer)],
        wrap: (value) => wrap(inComponent(pointer, { $value: value } as unknown as Sample)),
      });
    }
  }
  return found;
}

/** The members of a value that lead to a place inside its component. */
export function membersOf(pointer: string): string[] {
  const [, , , , ...tokens] = pointer.split('/');
  return tokens.flatMap((token, index) => {
    if (tokens[index - 1] === 'properties') return [token];
    return token === 'items' ? ['0'] : token === 'additionalProperties' ? ['reference'] : [];
  });
}
