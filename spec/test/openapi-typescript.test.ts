import openapiTS, { astToString } from 'openapi-typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BodyEntry, bodiesOf, type OperationEntry } from '../document/index.ts';
import { incompleteValues } from './incomplete-values.ts';
import { document, type Json } from './openapi-document.ts';
import { examplesOf, operations, webhooks } from './operations.ts';
import { typeErrorsIn } from './type-errors.ts';

const everyOperation = [...operations, ...webhooks];
const schemas = Object.keys(document.components?.schemas ?? {});

describe('openapi-typescript', { timeout: 60_000 }, () => {
  let types = '';

  beforeAll(async () => {
    types = astToString(await openapiTS(JSON.stringify(document)));
  });

  it('writes types that compile, with every operation and schema of the document and nothing else', async () => {
    const use = [
      "import type { components, operations, paths, webhooks } from './truework.ts';",
      'type Same<A, B> = [A, B] extends [B, A] ? true : false;',
      `export const schemas: Same<keyof components['schemas'], ${union(schemas)}> = true;`,
      `export const ids: Same<keyof operations, ${union(everyOperation.map(({ id }) => id))}> = true;`,
      `export const routes: Same<keyof paths, ${union(operations.map(({ path }) => path))}> = true;`,
      `export const events: Same<keyof webhooks, ${union(webhooks.map(({ path }) => path))}> = true;`,
      ...operations.map((operation) => sameOperation('paths', operation)),
      ...webhooks.map((operation) => sameOperation('webhooks', operation)),
    ];
    expect(await typeErrorsIn({ 'truework.ts': types, 'use.ts': use.join('\n') })).toEqual([]);
  });

  it('writes types that every example of a body has, and none has without a required field', async () => {
    const use = everyOperation.flatMap((operation) => [
      ...bodiesOf(operation.requestBody).flatMap((body) => typedExamples(operation, "['requestBody']", body)),
      ...operation.responses.flatMap((response) =>
        bodiesOf(response).flatMap((body) =>
          typedExamples(operation, `['responses']['${response.status}']`, body),
        ),
      ),
    ]);
    expect(use.length).toBeGreaterThan(everyOperation.length);
    const source = ["import type { operations } from './truework.ts';", ...use].join('\n');
    expect(await typeErrorsIn({ 'truework.ts': types, 'use.ts': source })).toEqual([]);
  });

  it('notices a missing type', async () => {
    const use =
      "import type { operations } from './truework.ts';\nexport type No = operations['noSuchOperation'];";
    expect(await typeErrorsIn({ 'truework.ts': types, 'use.ts': use })).toEqual([
      expect.stringMatching(
        /^use\.ts\(2,\d+\): .*Property 'noSuchOperation' does not exist on type 'operations'\.$/,
      ),
    ]);
  });
});

function union(names: string[]): string {
  return [...new Set(names)].map((name) => JSON.stringify(name)).join(' | ');
}

function sameOperation(where: 'paths' | 'webhooks', { id, method, path }: OperationEntry): string {
  const location = `${where}[${JSON.stringify(path)}]['${method.toLowerCase()}']`;
  return `export const ${id}: Same<${location}, operations['${id}']> = true;`;
}

let constants = 0;

function typedExamples({ id }: OperationEntry, location: string, body: BodyEntry): string[] {
  const type = `operations['${id}']${location}['content']['${body.mediaType}']`;
  const constant = (value: Json) => `export const value${++constants}: ${type} = ${JSON.stringify(value)};`;
  return examplesOf(body).flatMap(({ value }) => [
    constant(value),
    ...incompleteValues(value, body.schema?.pointer ?? '').flatMap(({ missing, incomplete }) => [
      `// @ts-expect-error without ${missing}`,
      constant(incomplete),
    ]),
  ]);
}
