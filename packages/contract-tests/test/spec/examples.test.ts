import { describe, expect, test } from 'vitest';
import { bodyExamplesOf } from '../../src/calls.ts';
import { openContract } from '../../src/contract.ts';
import { examples, findingsOfExample } from '../../src/examples.ts';
import { expectNothing } from '../../src/remarks.ts';
import { operationsOfTheSpec } from '../../src/spec-operations.ts';
import { inputWithoutCompany } from '../../src/verification-inputs.ts';

// Redocly's lint has every example checked against its schema; here the other readers of the spec take the same examples.

describe('the examples of the spec', () => {
  test.for(examples)('$name is as the spec and the validators say', (example) => {
    expectNothing(findingsOfExample(example), 'An example is not as the spec says');
  });
});

const requests = operationsOfTheSpec().flatMap(({ id, method, path }) =>
  bodyExamplesOf(id).map(([name, body]) => ({ id, method, path, name, body })),
);

describe('the requests among the examples', () => {
  const contract = openContract();

  // What it leads to may hang on what is stored, and on that alone.
  test.for(requests)('$id accepts $name', async ({ id, method, path, body }) => {
    const { id: verification } = await contract.truework.verifications.create(inputWithoutCompany);
    const filled = path.replace('{verification_request_id}', verification);
    const response = await contract.send(filled, { method, body: JSON.stringify(body) });
    const { invalid_fields: invalid } = response.ok ? {} : ((await response.json()) as ErrorBody).error;
    expect(Object.keys(invalid ?? {})).toEqual([]);
    if (!path.includes('{')) expect(response.status, id).toBeLessThan(300);
  });
});

interface ErrorBody {
  readonly error: { readonly invalid_fields?: object };
}
