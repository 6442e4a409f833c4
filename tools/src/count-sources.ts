import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { root } from './paths.ts';
import { formatTable } from './table.ts';

const LEVELS = ['documented', 'documented-later', 'sdk', 'recorded', 'inferred'] as const;
const KINDS = ['operations', 'parameters', 'headers', 'responses', 'properties', 'enum values'] as const;
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

type Level = (typeof LEVELS)[number];
type Kind = (typeof KINDS)[number];

/** How many facts of each kind stand on each level. */
export type SourceCounts = Record<Kind, Record<Level, number>>;

interface Marked {
  $ref?: string;
  'x-source'?: { level: Level; values?: Record<string, { level: Level }> };
}

interface Schema extends Marked {
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

interface Content {
  content?: Record<string, { schema?: Schema }>;
}

interface Parameter extends Marked {
  schema?: Schema;
}

interface Response extends Marked, Content {
  headers?: Record<string, Parameter>;
}

interface Operation extends Marked {
  parameters?: Parameter[];
  requestBody?: Content;
  responses?: Record<string, Response>;
}

type PathItem = { parameters?: Parameter[] } & Record<string, unknown>;

export interface Description {
  paths?: Record<string, PathItem>;
  webhooks?: Record<string, PathItem>;
  components?: {
    schemas?: Record<string, Schema>;
    parameters?: Record<string, Parameter>;
    headers?: Record<string, Parameter>;
    responses?: Record<string, Response>;
  };
}

/**
 * Counts each fact once, where it is written: what is shared is not counted again at every `$ref` to it. A property
 * without a mark has the level of the object around it, a value the one of its schema.
 */
export function countSources(description: Description): SourceCounts {
  const counts = Object.fromEntries(
    KINDS.map((kind) => [kind, Object.fromEntries(LEVELS.map((level) => [level, 0]))]),
  ) as SourceCounts;
  const count = (kind: Kind, level: Level | undefined, what: string) => {
    if (level === undefined) throw new Error(`${what} has no x-source: run \`pnpm lint\` in spec/.`);
    counts[kind][level] += 1;
  };

  function schema(part: Schema, around: Level | undefined, place: string): void {
    // What stands behind a $ref is counted where it is written.
    if (part.$ref !== undefined) return;
    const level = part['x-source']?.level ?? around;
    for (const value of part.enum ?? []) {
      if (value === null) continue;
      const own = part['x-source']?.values?.[String(value)]?.level;
      count('enum values', own ?? level, `${place}, value ${value},`);
    }
    for (const [name, property] of Object.entries(part.properties ?? {})) {
      count('properties', property['x-source']?.level ?? level, `${place}.${name}`);
      schema(property, level, `${place}.${name}`);
    }
    const { items, additionalProperties, anyOf = [], oneOf = [], allOf = [] } = part;
    const inside = [items, additionalProperties, ...anyOf, ...oneOf, ...allOf];
    for (const other of inside.filter((other) => typeof other === 'object')) schema(other, level, place);
  }

  function marked(kind: 'parameters' | 'headers', part: Parameter, place: string): void {
    if (part.$ref !== undefined) return;
    const level = part['x-source']?.level;
    count(kind, level, place);
    if (part.schema) schema(part.schema, level, place);
  }

  function bodies({ content = {} }: Content, place: string): void {
    for (const [type, media] of Object.entries(content)) {
      if (media.schema) schema(media.schema, undefined, `${place}.${type}`);
    }
  }

  function response(part: Response, place: string): void {
    if (part.$ref !== undefined) return;
    for (const [name, header] of Object.entries(part.headers ?? {})) {
      marked('headers', header, `${place}.${name}`);
    }
    bodies(part, place);
  }

  for (const [path, item] of Object.entries({ ...description.paths, ...description.webhooks })) {
    for (const parameter of item.parameters ?? []) marked('parameters', parameter, path);
    for (const method of METHODS.filter((method) => method in item)) {
      const operation = item[method] as Operation;
      const place = `${method.toUpperCase()} ${path}`;
      count('operations', operation['x-source']?.level, place);
      for (const parameter of operation.parameters ?? []) marked('parameters', parameter, place);
      bodies(operation.requestBody ?? {}, place);
      for (const [status, answer] of Object.entries(operation.responses ?? {})) {
        response(answer, `${place} ${status}`);
      }
    }
  }
  const { schemas = {}, parameters = {}, headers = {}, responses = {} } = description.components ?? {};
  for (const [name, part] of Object.entries(schemas)) schema(part, undefined, name);
  for (const [name, part] of Object.entries(parameters)) marked('parameters', part, name);
  for (const [name, part] of Object.entries(headers)) marked('headers', part, name);
  for (const [name, part] of Object.entries(responses)) {
    count('responses', part['x-source']?.level, name);
    response(part, name);
  }
  return counts;
}

export function formatSourceCounts(counts: SourceCounts): string {
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
  const numbers = KINDS.map((kind) => LEVELS.map((level) => counts[kind][level]));
  const totals = LEVELS.map((_, column) => sum(numbers.map((row) => row[column] ?? 0)));
  const rows = [...numbers, totals].map((row, index) => [KINDS[index] ?? 'total', ...row, sum(row)]);
  return formatTable([['', ...LEVELS, 'total'], ...rows.map((row) => row.map(String))]);
}

async function main(): Promise<void> {
  const { json } = parseArgs({ options: { json: { type: 'boolean' } } }).values;
  const file = join(root, 'spec/generated/openapi.json');
  const counts = countSources(JSON.parse(await readFile(file, 'utf8')) as Description);
  console.log(json ? JSON.stringify(counts, null, 2) : formatSourceCounts(counts));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await main();
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
