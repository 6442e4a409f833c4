import openapi from '@truework-legacy/spec/openapi.json' with { type: 'json' };
import { pointerTo } from '../json-pointer.ts';
import { type Answer, findOperation, type Operation, resolve } from '../spec-judge.ts';
import {
  branches,
  followed,
  type Level,
  type Marked,
  type Place,
  placeAt,
  placeOfItems,
  placeOfMember,
} from '../spec-places.ts';

/** Something that the spec says of answers, which an answer can confirm. */
export interface Fact {
  readonly kind: 'operation' | 'status' | 'header' | 'member' | 'value';
  readonly level: Level;
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

  for (const [template, item] of Object.entries(openapi.paths)) {
    for (const method of Object.keys(item)) {
      const operation = findOperation(method, template)?.operation as (Operation & Marked) | undefined;
      if (operation?.responses === undefined) continue;
      const pointer = pointerTo('#/paths', template, method);
      const level = operation['x-source']?.level as Level;
      facts.set(pointer, { kind: 'operation', level });
      for (const [status, declared] of Object.entries(operation.responses)) {
        const here = pointerTo(pointer, 'responses', status);
        const answer = resolve<Answer & Marked>(declared);
        const own = answer['x-source']?.level ?? level;
        facts.set(here, { kind: 'status', level: own });
        for (const [name, reference] of Object.entries(answer.headers ?? {})) {
          const header = resolve<object>(reference) as Marked;
          const at = '$ref' in reference ? reference.$ref : pointerTo(here, 'headers', name);
          facts.set(at, { kind: 'header', level: header['x-source']?.level ?? own });
        }
        const json = answer.content?.['application/json'];
        const at = '$ref' in declared ? declared.$ref : here;
        if (json !== undefined)
          schema(placeAt(json.schema, pointerTo(at, 'content', 'application/json', 'schema'), own));
      }
    }
  }
  return facts;
}
