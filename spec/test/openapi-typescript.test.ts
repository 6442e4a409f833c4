import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BodyEntry, bodiesOf, type OperationEntry, resolve } from '../document/index.ts';
import { document, isObject, type Json, type JsonObject } from './openapi-document.ts';
import { examplesOf, operations, webhooks } from './operations.ts';

const everyOperation = [...operations, ...webhooks];
const schemas = Object.keys(document.components?.schemas ?? {});

describe('openapi-typescript', { timeout: 60_000 }, () => {
  let types = '';

  beforeAll(async () => {
    types = astToString(await openapiTS(JSON.stringify(document)));
  });

  it('writes types that compile, with every operation and schema of the document and nothing else', () => {
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
    expect(typeErrorsIn(use.join('\n'))).toEqual([]);
  });

  it('writes types that every example of a body has, and none has without a required field', () => {
    const use = everyOperation.flatMap((operation) => [
      ...bodiesOf(operation.requestBody).flatMap((body) => typedExamples(operation, "['requestBody']", body)),
      ...operation.responses.flatMap((response) =>
        bodiesOf(response).flatMap((body) =>
          typedExamples(operation, `['responses']['${response.status}']`, body),
        ),
      ),
    ]);
    expect(use.length).toBeGreaterThan(everyOperation.length);
    expect(typeErrorsIn([importing, ...use].join('\n'))).toEqual([]);
  });

  it('notices a missing type', () => {
    expect(typeErrorsIn(`${importing}\nexport type No = operations['noSuchOperation'];`)).toEqual([
      "Property 'noSuchOperation' does not exist on type 'operations'.",
    ]);
  });

  /** The errors of TypeScript, in strict mode, in a module that imports the types. */
  function typeErrorsIn(use: string): string[] {
    const options: ts.CompilerOptions = {
      ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true, types: [] },
      ...{ target: ts.ScriptTarget.ES2023, lib: ['lib.es2023.d.ts'], module: ts.ModuleKind.NodeNext },
      allowImportingTsExtensions: true,
    };
    const texts = new Map(Object.entries({ '/truework.ts': types, '/use.ts': use }));
    const host = ts.createCompilerHost(options);
    const { readFile, fileExists } = host;
    host.readFile = (file) => texts.get(file) ?? readFile(file);
    host.fileExists = (file) => texts.has(file) || fileExists(file);
    const program = ts.createProgram(['/use.ts'], options, host);
    return ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  }
});

const importing = "import type { operations } from './truework.ts';";

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
  const { required = [] } = resolve(document, body.schema?.value ?? {});
  return examplesOf(body).flatMap(({ value }) => [
    constant(value),
    ...(isObject(value) ? required : []).flatMap((missing) => [
      `// @ts-expect-error without ${missing}`,
      constant({ ...(value as JsonObject), [missing]: undefined }),
    ]),
  ]);
}
