import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type OpenApiDocument, operationsOf } from '@truework-legacy/spec/document';
import { parse } from 'yaml';
import { migrationPaths, specFolder } from '../paths.ts';
import { banner } from './banner.ts';
import { type Bundle, bundleSpec, lintSpec } from './bundle.ts';
import { generateTypes } from './generate-types.ts';
import type { GeneratedTree } from './generated-tree.ts';
import { withHoverTexts } from './hover-texts.ts';
import { typesFrom } from './openapi-ts.ts';
import { runGenerator } from './run-generator.ts';
import { readValidators, type ValidatorsOutput, validatorRuns } from './validators.ts';

/** What the files for 2023-10-30 are generated from: that version, and the map to it. */
export interface Migration {
  readonly later: Bundle;
  /** The map, as JSON. */
  readonly map: string;
}

interface EnumTable {
  /** Schema of this version, or `Schema.property`. */
  readonly legacy: string;
  /** Schema of the later version, or `Schema.property`. */
  readonly later: string;
  readonly toLegacy?: Readonly<Record<string, string | null>>;
  readonly toLater?: Readonly<Record<string, string | null>>;
}

/** Which operations replace one, and where its parameters go. */
interface OperationEntry {
  readonly to: readonly string[];
  readonly parameters: Readonly<Record<string, { readonly rule: string; readonly loss?: boolean }>>;
}
type OperationMap = Readonly<Record<string, OperationEntry>>;

const folder = 'packages/migrate/src/generated';

const validators: ValidatorsOutput = {
  run: 'later-validators',
  folder: 'packages/zod/src/generated/2023-10-30',
  words: { '': '../../classic.ts' },
};

/**
 * The later version's description, linted and bundled, and the map.
 *
 * @throws If the description breaks a rule or cannot be bundled.
 */
export async function readMigration(): Promise<Migration> {
  const source = join(specFolder, '2023-10-30');
  const text = readFile(join(specFolder, 'migration/2023-10-30.yaml'), 'utf8');
  const [, later, map] = await Promise.all([lintSpec(source), bundleSpec(source), text]);
  return { later, map: `${JSON.stringify(parse(map, withSource), null, 2)}\n` };
}

/** What an entry rests on follows from how sure it is. */
function withSource(_key: unknown, value: unknown): unknown {
  const { rule, confidence } = (value ?? {}) as { rule?: string; confidence?: string };
  if (rule === undefined) return value;
  return { ...(value as object), source: confidence === 'high' ? 'documented' : 'inferred' };
}

/**
 * Everything that is generated for the way to 2023-10-30.
 *
 * @param document - The description of this version.
 * @param temporaryFolder - Where the generator may write.
 */
export async function generateMigration(
  { later, map }: Migration,
  document: OpenApiDocument,
  temporaryFolder: string,
): Promise<GeneratedTree> {
  const { enums, operations } = JSON.parse(map) as {
    enums: Record<string, EnumTable>;
    operations: OperationMap;
  };
  const types = typesFrom('@truework-legacy/spec/2023-10-30/types');
  return new Map([
    ...(await laterValidators(later.document, temporaryFolder)),
    [migrationPaths.types, await laterTypes(later.document, temporaryFolder)],
    [`${validators.folder}/types.gen.ts`, types],
    [migrationPaths.later, later.json],
    [migrationPaths.map, map],
    [`${folder}/later-types.gen.ts`, types],
    [`${folder}/enums.gen.ts`, enumTables(enums)],
    [`${folder}/operations.gen.ts`, operationTable(document, operations)],
  ]);
}

/** Types of the schemas alone: nothing here calls an operation. */
function laterTypes(document: OpenApiDocument, temporaryFolder: string): Promise<string> {
  const schemas = { ...withHoverTexts(document), paths: {}, webhooks: {} };
  return generateTypes(schemas, join(temporaryFolder, 'later'));
}

/** Validators, as strict and as open as those of this version. */
async function laterValidators(document: OpenApiDocument, temporaryFolder: string): Promise<GeneratedTree> {
  const open = opened(document);
  await runGenerator(...validatorRuns(open, temporaryFolder, validators));
  return await readValidators(open, temporaryFolder, validators);
}

/** A copy without what closes its objects: the API itself is open. */
function opened<Part>(part: Part): Part {
  if (Array.isArray(part)) return part.map(opened) as Part;
  if (typeof part !== 'object' || part === null) return part;
  const entries = Object.entries(part).filter(
    ([name, value]) => name !== 'additionalProperties' || value !== false,
  );
  return Object.fromEntries(entries.map(([name, value]) => [name, opened(value)])) as Part;
}

/** How each operation of this version is called, and why parameters of its query are lost. */
function operationTable(document: OpenApiDocument, map: OperationMap): string {
  const rows = operationsOf(document).map(({ id, method, path, parameters }) => {
    const { to = [], parameters: where = {} } = map[id] ?? {};
    const lost = parameters.flatMap(({ value: { in: location, name } }): [string, string][] => {
      const { loss, rule = '' } = where[name] ?? {};
      // Where nothing replaces the operation, there is nothing to be said of its parameters.
      return location === 'query' && loss && to.length > 0 ? [[name, rule]] : [];
    });
    return [id, { method, path, lost: Object.fromEntries(lost) }];
  });
  return `${banner}

// How each operation of 2019-10-15 is called, and why parameters of its query are lost in 2023-10-30.

export const operations = ${JSON.stringify(Object.fromEntries(rows), null, 2)} as const;
`;
}

/** The tables of values, each as wide as the enum that it reads: a value without a line does not compile. */
function enumTables(enums: Readonly<Record<string, EnumTable>>): string {
  const tables = Object.entries(enums).flatMap(([name, { legacy, later, toLegacy, toLater }]) => [
    ...(toLegacy
      ? [table(`${name}ToLegacy`, toLegacy, typeOf('Later', later), typeOf('Legacy', legacy))]
      : []),
    ...(toLater ? [table(`${name}ToLater`, toLater, typeOf('Legacy', legacy), typeOf('Later', later))] : []),
  ]);
  return `${banner}

// Values of one version by those of the other. Null if there is none.

import type * as Later from './later-types.gen.ts';
import type * as Legacy from './types.gen.ts';

${tables.join('\n\n')}
`;
}

function table(
  name: string,
  values: Readonly<Record<string, string | null>>,
  from: string,
  to: string,
): string {
  return `export const ${name}: Readonly<Record<${from}, ${to} | null>> = ${JSON.stringify(values, null, 2)};`;
}

function typeOf(version: 'Later' | 'Legacy', name: string): string {
  const [schema = '', property] = name.split('.');
  const type = `${version}.${schema}`;
  return property === undefined ? type : `NonNullable<${type}['${property}']>`;
}
