import openapi from '@truework-legacy/spec/openapi.json' with { type: 'json' };
import { describe, expect, test } from 'vitest';
import { examples, findingsOfExample } from '../../src/examples.ts';
import { wire } from '../../src/wire.ts';

// Redocly's lint has every example checked against its schema; here the other readers of the spec take the same examples.

describe('the examples of the spec', () => {
  test.for(examples)('%s is as the spec and the validators say', (example) => {
    expect(findingsOfExample(example)).toEqual([]);
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
