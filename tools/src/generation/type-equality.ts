import { type OpenApiDocument, operationsOf } from '@truework-legacy/spec/document';
import { banner } from './banner.ts';
import { pascalCase } from './client-plugin/method.ts';
import { type OperationParts, validatorsInput } from './validators-input.ts';

/** The entries of the validators, by the name that the proof gives them. */
const entries = {
  request: '@truework-legacy/zod/request',
  response: '@truework-legacy/zod/response',
  miniRequest: '@truework-legacy/zod/mini/request',
  miniResponse: '@truework-legacy/zod/mini/response',
};

/**
 * A file that the compiler rejects as soon as what a schema takes differs from the client's type of that name. What `allOf` puts
 * together is one object in a schema, and which fields are read-only is not checked: the types are compared without both.
 */
export function typeEquality(document: OpenApiDocument): string {
  const components = Object.keys(document.components?.schemas ?? {});
  const statuses = new Map(
    operationsOf(document).map(({ id, responses }) => [id, responses.map(({ status }) => status)]),
  );
  const operationsFor = {
    request: validatorsInput(document, 'request').operations,
    response: validatorsInput(document, 'response').operations,
  };
  const lines = Object.keys(entries).flatMap((entry) => {
    const isRequest = entry.toLowerCase().endsWith('request');
    const operations = operationsFor[isRequest ? 'request' : 'response'];
    return [
      ...components.map((name) => `equal<types.${name}, z.output<typeof ${entry}.${name}>>(true);`),
      ...operations.map((operation) => {
        const type = isRequest
          ? `types.${pascalCase(`${operation.id}Data`)}`
          : responseTypesOf(operation.id, statuses.get(operation.id) ?? []);
        return `equal<Parts<${type}, ${keysOf(operation)}>, Outputs<typeof ${entry}.${operation.id}>>(true);`;
      }),
    ];
  });
  return `${banner}

import type * as types from '@truework-legacy/client';
${Object.entries(entries)
  .map(([name, path]) => `import type * as ${name} from '${path}';`)
  .join('\n')}
import type { z } from 'zod';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

type Plain<T> = T extends object ? { -readonly [Key in keyof T]: Plain<T[Key]> } : T;

/** Without a look inside what is the same at once, as a list of itself is. */
type Same<A, B> = Equal<A, B> extends true ? true : Equal<Plain<A>, Plain<B>>;

/** Compiles only if the two types are the same. */
function equal<A, B>(_same: Same<A, B> extends true ? true : "The client's type and the validator's differ."): void {}

/** The parts of a request, or the responses by status, that have a schema. */
type Parts<All, Names extends keyof All> = { [Name in Names]-?: Exclude<All[Name], undefined> };

/** What the schemas of an operation take. */
type Outputs<Schemas> = { -readonly [Part in keyof Schemas]: z.output<Schemas[Part]> };

${lines.join('\n')}
`;
}

/** The types of an operation's responses: those of successes and those of errors, if it has any. A default is what is missing. */
function responseTypesOf(id: string, statuses: readonly string[]): string {
  const hasSuccess = statuses.some((status) => status.startsWith('2'));
  const hasError = statuses.some((status) => /^[45]/.test(status) || (status === 'default' && hasSuccess));
  const hasOnlyDefault = !hasSuccess && statuses.includes('default');
  return [
    ...(hasSuccess || hasOnlyDefault ? [`types.${pascalCase(`${id}Responses`)}`] : []),
    ...(hasError ? [`types.${pascalCase(`${id}Errors`)}`] : []),
  ].join(' & ');
}

/** The names of an operation's parts, as the keys of its types. */
function keysOf({ parts }: OperationParts): string {
  const keys = parts.map(({ part }) => (/^\d+$/.test(part) ? part : `'${part}'`));
  return keys.length === 0 ? 'never' : keys.join(' | ');
}
