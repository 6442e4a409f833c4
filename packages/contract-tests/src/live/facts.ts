import {
  childrenOf,
  type Header,
  jsonSchemaOf,
  operationsOf,
  pointerTo,
  type SourceLevel,
} from '@truework-legacy/spec/document';
import { spec } from '../spec.ts';
import { branches, followed, type Place, placeAt, placeOfItems, placeOfMember } from '../spec-places.ts';

/** Something that the spec says of answers, which an answer can confirm. */
export interface Fact {
  readonly kind: 'operation' | 'status' | 'header' | 'member' | 'value';
  readonly level: SourceLevel;
}

/** All that the spec says of the answers of its operations, by JSON pointer into the bundle. What is shared is there once. */
export function answerFacts(): Map<string, Fact> {
  const facts = new Map<string, Fact>();
  const visited = new Set<string>();

  function schema(around: Place): void {
    for (const place of branches(followed(around))) {
      if (visited.has(place.pointer)) continue;
      visited.add(place.pointer);
      for (const [index, value] of (place.schema.enum ?? []).entries()) {
        const source = place.schema['x-source'];
        facts.set(pointerTo(place.pointer, 'enum', index), {
          kind: 'value',
          level: source?.values?.[String(value)]?.level ?? place.level,
        });
      }
      for (const name of Object.keys(place.schema.properties ?? {})) {
        const member = placeOfMember(place, name) as Place;
        facts.set(member.pointer, { kind: 'member', level: member.level });
        schema(member);
      }
      const { additionalProperties } = place.schema;
      if (typeof additionalProperties === 'object')
        schema(placeAt(additionalProperties, pointerTo(place.pointer, 'additionalProperties'), place.level));
      const items = placeOfItems(place);
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
      if (json !== undefined) schema(placeAt(json.value, json.pointer, own));
    }
  }
  return facts;
}
