import openapi from '@truework-legacy/spec/openapi.json' with { type: 'json' };
import { drift } from '@truework-legacy/zod';
import * as requestSchemas from '@truework-legacy/zod/request';
import * as responseSchemas from '@truework-legacy/zod/response';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { wire } from '../../src/wire.ts';

// Redocly's lint has every example checked against its schema; here the other readers of the spec take the same examples.

const examples = Object.entries(openapi.components.examples as Record<string, { value: unknown }>);

/** The schema that an example is of: the longest name of a schema that its own name begins with. */
function schemaOf(example: string): string {
  if (example.startsWith('Error')) return 'ApiErrorBody';
  const names = Object.keys(openapi.components.schemas).filter((schema) => example.startsWith(schema));
  return names.sort((a, b) => b.length - a.length)[0] ?? '';
}

describe('the examples of the spec', () => {
  test.for(examples)('the validators take %s', ([name, { value }]) => {
    const schema = schemaOf(name);
    const isRequest = schema.endsWith('Input');
    const validators = (isRequest ? requestSchemas : responseSchemas) as unknown as Record<
      string,
      z.ZodType | undefined
    >;
    const validator = validators[schema] ?? expect.unreachable(`no validator for the schema of ${name}`);
    expect(validator.safeParse(value).error).toBeUndefined();
    expect(drift(validator, value)).toEqual([]);
  });
});

/** What the POST operations of the spec say they take. */
const requests = Object.entries(openapi.paths).flatMap(([path, item]) =>
  'post' in item
    ? Object.values(item.post.requestBody.content['application/json'].examples).map(
        ({ $ref }) => [path, $ref] as const,
      )
    : [],
);

describe('the requests among the examples', () => {
  const line = wire();

  test.for(requests)('POST %s answers %s with 201', async ([path, reference]) => {
    const name = reference.replace('#/components/examples/', '');
    const { value } =
      examples.find(([candidate]) => candidate === name)?.[1] ?? expect.unreachable(reference);
    const answer = await line.send(path, { method: 'POST', body: JSON.stringify(value) });
    expect(answer.status).toBe(201);
  });
});
