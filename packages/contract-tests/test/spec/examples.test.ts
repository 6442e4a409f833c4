import openapi from '@truework-legacy/spec/openapi.json' with { type: 'json' };
import * as validators from '@truework-legacy/zod';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { testKey, wire } from '../../src/wire.ts';

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
    const validator = (validators as unknown as Record<string, z.ZodType | undefined>)[`z${schemaOf(name)}`];
    expect(validator, `no validator for the schema of ${name}`).toBeDefined();
    expect(validator?.safeParse(value).error).toBeUndefined();
  });
});

describe('the requests among the examples', () => {
  const line = wire();
  const paths: Record<string, string> = {
    CredentialsSessionInput: '/credentials/session',
    VerificationInput: '/verification-requests/',
  };
  const requests = examples.filter(([name]) => schemaOf(name).endsWith('Input'));

  test.for(requests)('the sandbox answers %s with 201', async ([name, { value }]) => {
    const path = paths[schemaOf(name)];
    expect(path, `no operation takes ${schemaOf(name)}: add it to paths`).toBeDefined();
    const answer = await line.send(path ?? '', {
      method: 'POST',
      body: JSON.stringify(value),
      headers: { Authorization: `Bearer ${testKey}` },
    });
    expect(answer.status).toBe(201);
  });
});
