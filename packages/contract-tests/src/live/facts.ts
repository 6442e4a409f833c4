import {
  childrenOf,
  type Header,
  jsonSchemaOf,
  operationsOf,
  pointerTo,
  type SourceLevel,
} from '@truework-legacy/spec/document';
import { spec } from '../spec.ts';
import {
  branches,
  followed,
  type Location,
  locationAt,
  locationOfField,
  locationOfItems,
} from '../spec-locations.ts';

/** Something that the spec says of responses, which a response can confirm. */
export interface Fact {
  readonly kind: 'operation' | 'status' | 'header' | 'field' | 'value';
  readonly level: SourceLevel;
}

/** All that the spec says of the responses of its operations, by JSON pointer into the bundle. What is shared is there once. */
export function responseFacts(): Map<string, Fact> {
  const facts = new Map<string, Fact>();
  const visited = new Set<string>();

  function schema(around: Location): void {
    for (const location of branches(followed(around))) {
      if (visited.has(location.pointer)) continue;
      visited.add(location.pointer);
      for (const [index, value] of (location.schema.enum ?? []).entries()) {
        const source = location.schema['x-source'];
        facts.set(pointerTo(location.pointer, 'enum', index), {
          kind: 'value',
          level: source?.values?.[String(value)]?.level ?? location.level,
        });
      }
      for (const name of Object.keys(location.schema.properties ?? {})) {
        const field = locationOfField(location, name) as Location;
        facts.set(field.pointer, { kind: 'field', level: field.level });
        schema(field);
      }
      const { additionalProperties } = location.schema;
      if (typeof additionalProperties === 'object')
        schema(
          locationAt(
            additionalProperties,
            pointerTo(location.pointer, 'additionalProperties'),
            location.level,
          ),
        );
      const items = locationOfItems(location);
      if (items !== undefined) schema(items);
    }
  }

  for (const { pointer, operation, responses } of operationsOf(spec)) {
    const level = operation['x-source']?.level ?? 'inferred';
    facts.set(pointer, { kind: 'operation', level });
    for (const response of responses) {
      const own = response.value['x-source']?.level ?? level;
      facts.set(pointerTo(pointer, 'responses', response.status), { kind: 'status', level: own });
      for (const [, header] of childrenOf<Header>(spec, pointerTo(response.pointer, 'headers')))
        facts.set(header.pointer, { kind: 'header', level: header.value['x-source']?.level ?? own });
      const json = jsonSchemaOf(response);
      if (json !== undefined) schema(locationAt(json.value, json.pointer, own));
    }
  }
  return facts;
}
