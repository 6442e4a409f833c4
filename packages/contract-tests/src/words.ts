import { pointerTo } from '@truework-legacy/spec/document';
import migration from '@truework-legacy/spec/migration/2023-10-30.json' with { type: 'json' };
import { spec } from './spec.ts';

/** What no value of a location could prove wrong. By JSON pointer into the bundled spec, or after the name of its file. */
export type Words = Readonly<Record<string, unknown>>;

/** What people read, and what only tools read. */
const areWords =
  /\/(description|summary|note|title|url|version|identifier|deprecated|contentMediaType|scheme|x-environment|x-fallback|requestBody\/required)$|\/examples?(\/|$)/;

/** How much is known of what is neither a component's schema nor an operation. */
const areSources = /^#\/(components\/(?!schemas\/)|.*\/schema\/).*x-source\/level$/;

/** In the map to 2023-10-30. */
const areRules = /\/(rule|confidence|supply|unknown|note|question|findOut)$|\/newInRequests\//;

/** Every description, note, example and source of the spec, and every rule of its map. */
export function wordsOfTheSpec(): Words {
  return Object.fromEntries([
    ...leavesOf('#', spec).filter(([pointer]) => areWords.test(pointer) || areSources.test(pointer)),
    ...leavesOf('migration/2023-10-30.yaml#', migration).filter(([pointer]) => areRules.test(pointer)),
  ]);
}

function leavesOf(pointer: string, value: unknown): [string, unknown][] {
  const inside = Object.entries(Object(value));
  if (typeof value !== 'object' || inside.length === 0) return [[pointer, value]];
  return inside.flatMap(([name, part]) => leavesOf(pointerTo(pointer, name), part));
}
