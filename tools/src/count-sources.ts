import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import {
  type Header,
  isReference,
  type MediaType,
  methods,
  type OpenApiDocument,
  type Parameter,
  type PathItem,
  type Reference,
  type Response,
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
    if (level === undefined) throw new Error(`${what} has no x-source: run \`pnpm lint\` in spec/.`);
    counts[kind][level] += 1;
  };

  function schema(part: Schema, around: SourceLevel | undefined, location: string): void {
    // What is behind a $ref is counted where it is written.
    if (part.$ref !== undefined) return;
    const level = part['x-source']?.level ?? around;
    for (const value of part.enum ?? []) {
      if (value === null) continue;
      const own = part['x-source']?.values?.[String(value)]?.level;
      count('enum values', own ?? level, `${location}, value ${value},`);
    }
    for (const [name, property] of Object.entries(part.properties ?? {})) {
      count('properties', property['x-source']?.level ?? level, `${location}.${name}`);
      schema(property, level, `${location}.${name}`);
    }
    const { items, additionalProperties, anyOf = [], oneOf = [], allOf = [] } = part;
    const inside = [items, additionalProperties, ...anyOf, ...oneOf, ...allOf];
    for (const other of inside.filter((other) => typeof other === 'object')) schema(other, level, location);
  }

  function marked(
    kind: 'parameters' | 'headers',
    part: Parameter | Header | Reference,
    location: string,
  ): void {
    if (isReference(part)) return;
    const level = part['x-source']?.level;
    count(kind, level, location);
    if (part.schema) schema(part.schema, level, location);
  }

  function bodies(content: Readonly<Record<string, MediaType>> | undefined, location: string): void {
    for (const [type, media] of Object.entries(content ?? {})) {
      if (media.schema) schema(media.schema, undefined, `${location}.${type}`);
    }
  }

  function response(part: Response | Reference, location: string): void {
    if (isReference(part)) return;
    for (const [name, header] of Object.entries(part.headers ?? {})) {
      marked('headers', header, `${location}.${name}`);
    }
    bodies(part.content, location);
  }

  for (const [path, found] of Object.entries({ ...description.paths, ...description.webhooks })) {
    const item: PathItem = isReference(found) ? {} : found;
    for (const parameter of item.parameters ?? []) marked('parameters', parameter, path);
    for (const method of methods) {
      const operation = item[method];
      if (operation === undefined) continue;
      const location = `${method.toUpperCase()} ${path}`;
      count('operations', operation['x-source']?.level, location);
      for (const parameter of operation.parameters ?? []) marked('parameters', parameter, location);
      if (!isReference(operation.requestBody)) bodies(operation.requestBody?.content, location);
      for (const [status, declared] of Object.entries(operation.responses ?? {})) {
        response(declared, `${location} ${status}`);
      }
    }
  }
  const { schemas = {}, parameters = {}, headers = {}, responses = {} } = description.components ?? {};
  for (const [name, part] of Object.entries(schemas)) schema(part, undefined, name);
  for (const [name, part] of Object.entries(parameters)) marked('parameters', part, name);
  for (const [name, part] of Object.entries(headers)) marked('headers', part, name);
  for (const [name, part] of Object.entries(responses)) {
    if (!isReference(part)) count('responses', part['x-source']?.level, name);
    response(part, name);
  }
  return counts;
}

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
