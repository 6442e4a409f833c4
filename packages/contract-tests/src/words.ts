import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import later from '@truework-legacy/spec/2023-10-30/openapi.json' with { type: 'json' };
import { pointerTo } from '@truework-legacy/spec/document';
import migration from '@truework-legacy/spec/migration/2023-10-30.json' with { type: 'json' };
import { parse } from 'yaml';
import { spec } from './spec.ts';
import { specFolder } from './spec-source.ts';

const adminFile = '../packages/sandbox/admin/openapi.yaml';

/** What no value of a location could prove wrong. By JSON pointer into the bundled spec, or after the name of its file. */
export type Words = Readonly<Record<string, unknown>>;

/** What people read, and what only tools read. */
const areWords =
  /\/(description|summary|note|title|url|version|identifier|license\/name|deprecated|contentMediaType|scheme|x-environment|x-fallback|requestBody\/required)$|\/examples?(\/|$)/;

/** Which of the shared responses, headers and links is meant, and where a link leads. */
const areReferences =
  /^#\/(paths|components\/(responses|links))\/(.*\/(responses|headers|links)\/)?[^/]+\/(\$ref|operationId|parameters\/\w+|requestBody\/\w+)$/;

/** How much is known of what is neither a component's schema nor an operation. */
const areSources = /^#\/(components\/(?!schemas\/)|.*\/schema\/).*x-source\/level$/;

/** Every description, note, example and source of the spec, and all of 2023-10-30, of the map to it and of the sandbox's admin API. */
export function wordsOfTheSpec(): Words {
  const own = new Map(leavesOf('#', spec));
  return Object.fromEntries([
    ...[...own].filter(([pointer]) => [areWords, areReferences, areSources].some((are) => are.test(pointer))),
    // What both versions have is said once.
    ...leavesOf('2023-10-30/openapi.yaml#', later).filter(
      ([pointer, value]) => !isDeepStrictEqual(own.get(pointer.replace(/^.*?(?=#)/, '')), value),
    ),
    ...leavesOf(`${adminFile}#`, parse(readFileSync(join(specFolder, adminFile), 'utf8'))),
    // It is made from `confidence`.
    ...leavesOf('migration/2023-10-30.yaml#', migration).filter(([pointer]) => !pointer.endsWith('/source')),
  ]);
}

/** The parts of a value that have no parts. A list of texts, such as the values of an `enum`, is one. */
function leavesOf(pointer: string, value: unknown): [string, unknown][] {
  const inside = Object.entries(Object(value));
  const isList = Array.isArray(value) && value.every((item) => typeof item !== 'object');
  if (typeof value !== 'object' || isList || inside.length === 0) return [[pointer, value]];
  return inside.flatMap(([name, part]) => leavesOf(pointerTo(pointer, name), part));
}
