import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incompleteValues } from './incomplete-values.ts';
import { document, isObject, type Json, placeAt } from './openapi-document.ts';
import { type Operation, operations, type Parameter, successOf } from './operations.ts';
import { type PrismMock, startPrismMock } from './prism-mock.ts';
import { faultsOf } from './schema-validator.ts';

const version = isObject(document['info']) ? document['info']['version'] : undefined;
const key = 'Bearer tw_sk_test_0000000000000000000000000000000000000000';

interface Call {
  parameters?: [parameter: Parameter, text: string][];
  body?: Json | undefined;
  accept?: string | undefined;
  headers?: Record<string, string>;
}

describe('a mock by Prism', { timeout: 10_000 }, () => {
  let prism: PrismMock;

  beforeAll(async () => {
    prism = await startPrismMock(fileURLToPath(new URL('../generated/openapi.json', import.meta.url)));
  }, 20_000);

  afterAll(async () => {
    await prism?.stop();
  });

  /** Calls an operation with the examples of its required parameters, and with what a test adds. */
  async function call(operation: Operation, { parameters = [], body, accept, headers }: Call) {
    const required = operation.parameters.filter((parameter) => parameter.required).map(exampleOf);
    let path = operation.path;
    const query = new URLSearchParams();
    const sent = new Headers({
      accept: `${accept ?? 'application/json'}; version=${version}`,
      authorization: key,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    });
    for (const [{ in: place, name }, text] of [...required, ...parameters]) {
      if (place === 'path') path = path.replace(`{${name}}`, encodeURIComponent(text));
      else if (place === 'query') query.set(name, text);
      else sent.set(name, text);
    }
    for (const [name, text] of Object.entries(headers ?? {})) {
      if (text === '') sent.delete(name);
      else sent.set(name, text);
    }
    // Prism never answers what it cannot parse.
    const signal = AbortSignal.timeout(5_000);
    const answer = await fetch(`${prism.url}${path}?${query}`, {
      method: operation.method,
      headers: sent,
      signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const mediaType = answer.headers.get('content-type')?.split(';')[0] ?? '';
    return {
      status: String(answer.status),
      mediaType,
      body: mediaType.endsWith('json') ? (JSON.parse(text) as unknown) : text,
    };
  }

  /** Expects an answer to have a documented status and a body that is valid by the schema of that status. */
  function expectDocumented(operation: Operation, status: string, answer: Awaited<ReturnType<typeof call>>) {
    expect(answer.status).toBe(status);
    const response = operation.responses.find((candidate) => candidate.status === status);
    const body = response?.bodies.find(({ mediaType }) => mediaType === answer.mediaType);
    expect(body, `${answer.mediaType} is documented for ${status}`).toBeDefined();
    expect(faultsOf(answer.body, body?.schema ?? '')).toEqual([]);
  }

  describe.each(operations.map((operation) => ({ id: operation.id, operation })))('$id', ({ operation }) => {
    const { status, bodies } = successOf(operation);
    const examples = operation.requestBodies.flatMap((body) => body.examples);
    const requests: { name: string; value: Json | undefined }[] =
      examples.length > 0 ? examples : [{ name: 'no body', value: undefined }];
    const valid = requests[0]?.value;

    it.each(requests)(`answers the example "$name" with ${status}`, async ({ value }) => {
      expectDocumented(operation, status, await call(operation, { body: value }));
    });

    it('takes the example of every parameter', async () => {
      const parameters = operation.parameters.map(exampleOf);
      expectDocumented(operation, status, await call(operation, { parameters, body: valid }));
    });

    it.each(bodies)('answers in $mediaType', async ({ mediaType }) => {
      const answer = await call(operation, { body: valid, accept: mediaType });
      expect(answer.mediaType).toBe(mediaType);
      expectDocumented(operation, status, answer);
    });

    const incomplete = examples.flatMap(({ name, value }) =>
      operation.requestBodies.flatMap(({ schema }) =>
        incompleteValues(value, schema).map((rest) => ({ name, ...rest })),
      ),
    );
    it.each(incomplete)(
      'refuses the example "$name" without $missing with 400',
      async ({ incomplete: body }) => {
        expectDocumented(operation, '400', await call(operation, { body }));
      },
    );

    const wrong = operation.parameters.flatMap((parameter) => {
      const text = wrongText(parameter);
      return text === undefined ? [] : [{ name: parameter.name, text, parameter }];
    });
    it.each(wrong)('refuses "$text" as $name with 400', async ({ parameter, text }) => {
      expectDocumented(
        operation,
        '400',
        await call(operation, { parameters: [[parameter, text]], body: valid }),
      );
    });

    it('refuses a call without a key with 401', async () => {
      const answer = await call(operation, { body: valid, headers: { authorization: '' } });
      expectDocumented(operation, '401', answer);
    });

    it.each(operation.responses)('has an answer for $status', async ({ status: asked }) => {
      const answer = await call(operation, { body: valid, headers: { prefer: `code=${asked}` } });
      expectDocumented(operation, asked, answer);
    });
  });
});

function exampleOf(parameter: Parameter): [Parameter, string] {
  if (parameter.example === undefined) throw new Error(`${parameter.name} has no example.`);
  return [parameter, String(parameter.example)];
}

/** A text that a parameter may not have. Undefined where any text will do. */
function wrongText({ in: place, schema }: Parameter): string | undefined {
  const { value } = placeAt(schema);
  if (place === 'path' || !isObject(value)) return undefined;
  if (value['type'] === 'integer' && typeof value['minimum'] === 'number')
    return String(value['minimum'] - 1);
  if (value['type'] === 'boolean') return 'perhaps';
  if (Array.isArray(value['enum'])) return 'none-of-these';
  return undefined;
}
