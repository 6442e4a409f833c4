import { type OpenApiDocument, operationsOf } from '@truework-legacy/spec/document';
import { banner } from './banner.ts';
import { pascalCase } from './client-plugin/method.ts';

/** The entries of the validators, by the name that the proof gives them. */
const entries = {
  request: '@truework-legacy/zod/request',
  response: '@truework-legacy/zod/response',
  miniRequest: '@truework-legacy/zod/mini/request',
  miniResponse: '@truework-legacy/zod/mini/response',
};

/**
 * A file that the compiler refuses as soon as what a schema answers differs from the client's type of that name. That a schema has
 * the type that its definition has, the compiler proves where it is defined: see `exactly` of `Schema` in the validators.
 */
export function typeEquality(document: OpenApiDocument): string {
  const components = Object.keys(document.components?.schemas ?? {});
  const operations = operationsOf(document).map(({ id }) => id);
  const lines = Object.keys(entries).flatMap((entry) => [
    ...components.map((name) => `equal<types.${name}, z.output<typeof ${entry}.${name}>>(true);`),
    ...operations.map((id) => {
      const name = `types.${pascalCase(id)}`;
      const type = entry.endsWith('equest') ? `Parts<${name}Data>` : `Flat<${name}Responses & ${name}Errors>`;
      return `equal<${type}, Outputs<typeof ${entry}.${id}>>(true);`;
    }),
  ]);
  return `${banner}

import type * as types from '@truework-legacy/client';
${Object.entries(entries)
  .map(([name, path]) => `import type * as ${name} from '${path}';`)
  .join('\n')}
import type { z } from 'zod';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only where the two types are the same. */
function equal<A, B>(_same: Equal<A, B> extends true ? true : "The client's type and the validator's differ."): void {}

/** The parts of a request that an operation has. */
type Parts<Data> = {
  [Part in 'body' | 'headers' | 'path' | 'query' as Part extends keyof Data ? ([NonNullable<Data[Part]>] extends [never] ? never : Part) : never]: NonNullable<Data[Part & keyof Data]>;
};

type Flat<T> = { [Key in keyof T]: T[Key] };

/** What the schemas of an operation answer. */
type Outputs<Schemas> = { -readonly [Part in keyof Schemas]: z.output<Schemas[Part]> };

${lines.join('\n')}
`;
}
