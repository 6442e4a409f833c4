import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import {
  isReference,
  methods,
  type OpenApiDocument,
  type Operation,
  type Schema,
  type SourceLevel,
  sourceLevels,
} from '@truework-legacy/spec/document';
import { root } from './paths.ts';
import { formatTable } from './run/table.ts';

const KINDS = ['operations', 'parameters', 'headers', 'responses', 'properties', 'enum values'] as const;

type Kind = (typeof KINDS)[number];

/** How many facts there are of each kind and level. */
export type SourceCounts = Record<Kind, Record<SourceLevel, number>>;

/**
 * Counts each fact once, where it is written: what is shared is not counted again at every `$ref` to it. A property
 * without a mark has the level of the object around it, a value the one of its schema.
 */
export function countSources(description: OpenApiDocument): SourceCounts {
  const counts = Object.fromEntries(
    KINDS.map((kind) => [kind, Object.fromEntries(sourceLevels.map((level) => [level, 0]))]),
  ) as SourceCounts;
  const count = (kind: Kind, level: SourceLevel | undefined, what: string) => {
    if (level === undefined) throw new Error(`${what.slice(1)} has no x-source: run \`pnpm lint\` in spec/.`);
    counts[kind][level] += 1;
  };

  /** @param around - The level of what this part is in. */
  function visit(part: unknown, around: SourceLevel | undefined, location: string): void {
    // What is behind a $ref is counted where it is written.
    if (typeof part !== 'object' || part === null || isReference(part)) return;
    const { 'x-source': source, enum: values = [] } = part as Schema;
    const level = source?.level ?? around;
    for (const value of Array.isArray(values) ? values : []) {
      if (value === null) continue;
      count('enum values', source?.values?.[String(value)]?.level ?? level, `${location}, value ${value},`);
    }
    for (const [name, inside] of Object.entries(part)) {
      if (data.has(name) || name.startsWith('x-')) continue;
      const at = `${location}.${name}`;
      const kind = kinds.get(name);
      if (kind === 'operations') count(kind, (inside as Operation)['x-source']?.level, at);
      if (kind === undefined || kind === 'operations') {
        visit(inside, level, at);
        continue;
      }
      for (const [key, fact] of Object.entries(inside as Record<string, Schema>)) {
        const inherited = kind === 'properties' ? level : undefined;
        if (kind === 'properties' || !isReference(fact))
          count(kind, fact['x-source']?.level ?? inherited, `${at}.${key}`);
        visit(fact, inherited, `${at}.${key}`);
      }
    }
  }

  const { responses = {} } = description.components ?? {};
  for (const [name, part] of Object.entries(responses))
    if (!isReference(part)) count('responses', part['x-source']?.level, name);
  visit(description, undefined, '');
  return counts;
}

/** What contains facts of one kind, by its name. */
const kinds = new Map<string, Kind>([
  ['parameters', 'parameters'],
  ['headers', 'headers'],
  ['properties', 'properties'],
  ...methods.map((method) => [method, 'operations'] as const),
]);

/** What contains no facts. */
const data = new Set(['enum', 'example', 'examples', 'default', 'const', 'links', 'security']);

export function formatSourceCounts(counts: SourceCounts): string {
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
  const numbers = KINDS.map((kind) => sourceLevels.map((level) => counts[kind][level]));
  const totals = sourceLevels.map((_, column) => sum(numbers.map((row) => row[column] ?? 0)));
  const rows = [...numbers, totals].map((row, index) => [KINDS[index] ?? 'total', ...row, sum(row)]);
  return formatTable([['', ...sourceLevels, 'total'], ...rows.map((row) => row.map(String))]);
}

async function main(): Promise<void> {
  const { json } = parseArgs({ options: { json: { type: 'boolean' } } }).values;
  const file = join(root, 'spec/generated/openapi.json');
  const counts = countSources(JSON.parse(await readFile(file, 'utf8')) as OpenApiDocument);
  console.log(json ? JSON.stringify(counts, null, 2) : formatSourceCounts(counts));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await main();
  } catch (error) {
    console.error(`${(error as Error).message}\n\nUsage: pnpm spec:sources [--json]`);
    process.exitCode = 1;
  }
}
