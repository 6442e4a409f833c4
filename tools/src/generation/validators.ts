import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type OpenApiDocument, withoutOwnBounds } from '@truework-legacy/spec/document';
import type { Run } from './run-generator.ts';
import { type Strictness, type ValidatorsInput, validatorsInput } from './validators-input.ts';
import { operationsPlugin } from './validators-operations.ts';
import { resolversOf } from './validators-resolvers.ts';

const strictnesses = ['request', 'response'] as const;

/** Where the validators of a document are written. */
export interface ValidatorsOutput {
  /** Distinguishes the runs of this document from those of another. */
  readonly run: string;
  /** From the repository. */
  readonly folder: string;
  /** What a file of schemas is written in, by the beginning of its name. */
  readonly words: Readonly<Record<string, string>>;
}

/** For zod, and for zod/mini. They differ in nothing else. */
const thisVersion: ValidatorsOutput = {
  run: 'validators',
  folder: 'packages/zod/src/generated',
  words: { '': '../classic.ts', 'mini-': '../mini.ts' },
};

/**
 * What the generator is asked for, beside everything else of its one run: the schemas of every component and every operation, in
 * both strictnesses. None has a bound of this project's own.
 *
 * @param temporaryFolder - Where the generator may write.
 */
export function validatorRuns(
  document: OpenApiDocument,
  temporaryFolder: string,
  { run }: ValidatorsOutput = thisVersion,
): Run[] {
  const demanded = withoutOwnBounds(document);
  return strictnesses.map((strictness) =>
    runOf(validatorsInput(demanded, strictness), strictness, join(temporaryFolder, `${run}-${strictness}`)),
  );
}

function runOf(input: ValidatorsInput, strictness: Strictness, folder: string): Run {
  return {
    input: documentOf(input) as never,
    plugins: [
      {
        name: 'zod',
        compatibilityVersion: 'mini',
        case: 'preserve',
        definitions: { name: '{{name}}', case: 'preserve' },
        requests: false,
        responses: false,
        webhooks: false,
        $resolvers: resolversOf(strictness),
      },
      operationsPlugin(input),
    ],
    folder,
  };
}

function documentOf({ schemas }: ValidatorsInput): object {
  return { openapi: '3.1.0', info: { title: 'Schemas', version: '1' }, paths: {}, components: { schemas } };
}

/** @returns The text of each file by its path from the repository, from what the runs wrote. */
export async function readValidators(
  document: OpenApiDocument,
  temporaryFolder: string,
  { run, folder, words }: ValidatorsOutput = thisVersion,
): Promise<Map<string, string>> {
  const components = new Set(Object.keys(document.components?.schemas ?? {}));
  const files = await Promise.all(
    strictnesses.map(async (strictness) => {
      const text = await readFile(join(temporaryFolder, `${run}-${strictness}`, 'zod.gen.ts'), 'utf8');
      const finished = droppable(text, components);
      return Object.entries(words).map(
        ([prefix, path]) => [`${folder}/${prefix}${strictness}.gen.ts`, importing(finished, path)] as const,
      );
    }),
  );
  return new Map(files.flat());
}

/** Whole statements, which end at the end of a line: whatever the spec says is inside a line. */
const statement = /^export const (\w+) = (z\.[\s\S]*?|\w+);$/gm;

/**
 * Makes each schema one that bundlers drop if it is unused, and that builds its parts on first use. A component has its
 * type beside it; what has no name in the spec is not exported by itself.
 */
function droppable(text: string, components: ReadonlySet<string>): string {
  return text.replaceAll(statement, (_, name: string, schema: string) => {
    const declaration = declarationOf(name, schema, components.has(name) ? 'export ' : '');
    return components.has(name) ? `export type ${name} = types.${name};\n${declaration}` : declaration;
  });
}

/** The fields of an object are in a function of its own, which the object's type refers to: so no type repeats that of another. */
function declarationOf(name: string, schema: string, exported: string): string {
  const [, word, fields] = /^z\.(strict|open)Object\(\(\) => \((\{[\s\S]*\})\)\)$/.exec(schema) ?? [];
  if (word !== undefined) {
    const shape = `${name}_shape`;
    const type = `z.${word === 'strict' ? 'Strict' : 'Open'}Object<typeof ${shape}>`;
    return `function ${shape}() {
    return ${fields};
}
${exported}const ${name}: ${type} = /* @__PURE__ */ z.${word}Object(${shape});`;
  }
  const isOther = /^\w+$/.test(schema);
  return `${exported}const ${name} = ${isOther ? schema : `/* @__PURE__ */ z.schema(() => ${schema})`};`;
}

function importing(text: string, path: string): string {
  return text
    .replace(
      /^import \* as z from '[^']+';$/m,
      `import * as z from '${path}';\nimport type * as types from './types.gen.ts';`,
    )
    .replaceAll(/z\.lazy\(\(\): any => (\w+)\)/g, 'z.lazy((): z.Schema<types.$1> => $1)');
}
