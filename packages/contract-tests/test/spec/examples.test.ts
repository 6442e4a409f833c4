import { bodiesOf, childrenOf, type Example, operationsOf, pointerTo } from '@truework-legacy/spec/document';
import { describe, expect, test } from 'vitest';
import { examples, findingsOfExample } from '../../src/examples.ts';
import { spec } from '../../src/spec.ts';
import { wire } from '../../src/wire.ts';

// Redocly's lint has every example checked against its schema; here the other readers of the spec take the same examples.

describe('the examples of the spec', () => {
  test.for(examples)('%s is as the spec and the validators say', (example) => {
    expect(findingsOfExample(example)).toEqual([]);
  });
});

/** What the POST operations of the spec say they take. */
const requests = operationsOf(spec)
  .filter(({ method }) => method === 'POST')
  .flatMap(({ path, requestBody }) =>
    bodiesOf(requestBody).flatMap(({ pointer }) =>
      childrenOf<Example>(spec, pointerTo(pointer, 'examples')).map(
        ([name, { value }]) => [path, name, value] as const,
      ),
    ),
  );

describe('the requests among the examples', () => {
  const line = wire();

  test.for(requests)('POST %s answers %s with 201', async ([path, , { value }]) => {
    const answer = await line.send(path, { method: 'POST', body: JSON.stringify(value) });
    expect(answer.status).toBe(201);
  });
});
