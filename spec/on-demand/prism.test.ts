import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodiesOf, type OperationEntry, type Parameter, resolve } from '../document/index.ts';
import { incompleteValues } from '../test/incomplete-values.ts';
import { document, type Json } from '../test/openapi-document.ts';
import { examplesOf, operations, successOf } from '../test/operations.ts';
import { errorsOf } from '../test/schema-validator.ts';
import { type PrismMock, startPrismMock } from './prism-mock.ts';

const { version } = document.info;
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

  /** Calls an operation with the examples of its required parameters, and with the arguments of a test. */
  async function call(operation: OperationEntry, { parameters = [], body, accept, headers }: Call) {
    const required = parametersOf(operation)
      .filter((parameter) => parameter.required)
      .map(exampleOf);
    let path = operation.path;
    const query = new URLSearchParams();
    const sent = new Headers({
      accept: `${accept ?? 'application/json'}; version=${version}`,
      authorization: key,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    });
    for (const [{ in: location, name }, text] of [...required, ...parameters]) {
      if (location === 'path') path = path.replace(`{${name}}`, encodeURIComponent(text));
      else if (location === 'query') query.set(name, text);
      else sent.set(name, text);
    }
    for (const [name, text] of Object.entries(headers ?? {})) {
      if (text === '') sent.delete(name);
      else sent.set(name, text);
    }
    // Prism never responds to what it cannot parse.
    const signal = AbortSignal.timeout(5_000);
    const received = await fetch(`${prism.url}${path}?${query}`, {
      method: operation.method,
      headers: sent,
      signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await received.text();
    const mediaType = received.headers.get('content-type')?.split(';')[0] ?? '';
    return {
      status: String(received.status),
      mediaType,
      body: mediaType.endsWith('json') ? (JSON.parse(text) as unknown) : text,
    };
  }

  /** Expects a response with a documented status and a body that is valid by the schema of that status. */
  function expectDocumented(
    operation: OperationEntry,
    status: string,
    received: Awaited<ReturnType<typeof call>>,
  ) {
    expect(received.status).toBe(status);
    const response = operation.responses.find((candidate) => candidate.status === status);
    const body = bodiesOf(response).find(({ mediaType }) => mediaType === received.mediaType);
    expect(body, `${received.mediaType} is documented for ${status}`).toBeDefined();
    expect(errorsOf(received.body, body?.schema?.pointer ?? '')).toEqual([]);
  }

  describe.each(operations.map((operation) => ({ id: operation.id, operation })))('$id', ({ operation }) => {
    const success = successOf(operation);
    const { status } = success;
    const examples = bodiesOf(operation.requestBody).flatMap(examplesOf);
    const requests: { name: string; value: Json | undefined }[] =
      examples.length > 0 ? examples : [{ name: 'no body', value: undefined }];
    const valid = requests[0]?.value;

    it.each(requests)(`responds to the example "$name" with ${status}`, async ({ value }) => {
      expectDocumented(operation, status, await call(operation, { body: value }));
    });

    it('takes the example of every parameter', async () => {
      const parameters = parametersOf(operation).map(exampleOf);
      expectDocumented(operation, status, await call(operation, { parameters, body: valid }));
    });

    it.each(bodiesOf(success))('responds in $mediaType', async ({ mediaType }) => {
      const received = await call(operation, { body: valid, accept: mediaType });
      expect(received.mediaType).toBe(mediaType);
      expectDocumented(operation, status, received);
    });

    const incomplete = examples.flatMap(({ name, value }) =>
      bodiesOf(operation.requestBody).flatMap(({ schema }) =>
        incompleteValues(value, schema?.pointer ?? '').map((rest) => ({ name, ...rest })),
      ),
    );
    it.each(incomplete)(
      'rejects the example "$name" without $missing with 400',
      async ({ incomplete: body }) => {
        expectDocumented(operation, '400', await call(operation, { body }));
      },
    );

    const wrong = parametersOf(operation).flatMap((parameter) => {
      const text = wrongText(parameter);
      return text === undefined ? [] : [{ name: parameter.name, text, parameter }];
    });
    it.each(wrong)('rejects "$text" as $name with 400', async ({ parameter, text }) => {
      expectDocumented(
        operation,
        '400',
        await call(operation, { parameters: [[parameter, text]], body: valid }),
      );
    });

    it('rejects a call without a key with 401', async () => {
      const received = await call(operation, { body: valid, headers: { authorization: '' } });
      expectDocumented(operation, '401', received);
    });

    it.each(operation.responses)('has a response for $status', async ({ status: asked }) => {
      const received = await call(operation, { body: valid, headers: { prefer: `code=${asked}` } });
      expectDocumented(operation, asked, received);
    });
  });
});

function parametersOf({ parameters }: OperationEntry): Parameter[] {
  return parameters.map(({ value }) => value);
}

function exampleOf(parameter: Parameter): [Parameter, string] {
  if (parameter.example === undefined) throw new Error(`${parameter.name} has no example.`);
  return [parameter, String(parameter.example)];
}

/** A string that a parameter must not have. Undefined if it may have any string. */
function wrongText({ in: location, schema }: Parameter): string | undefined {
  if (location === 'path') return undefined;
  const { type, minimum, enum: values } = resolve(document, schema ?? {});
  if (type === 'integer' && minimum !== undefined) return String(minimum - 1);
  if (type === 'boolean') return 'perhaps';
  if (values !== undefined) return 'none-of-these';
  return undefined;
}
