import { describe, expect, it } from 'vitest';
import { incompleteValues } from './incomplete-values.ts';
import { requestSchema, responseSchema } from './operations.ts';
import { requests } from './real-shapes/requests.ts';
import { responses } from './real-shapes/responses.ts';
import { errorsOf } from './schema-validator.ts';

// Bodies with the shapes that Truework, or a client of that time, is known to have sent. All values are synthetic.
const bodies = [
  ...responses.map(([operation, status, shape, body]) => ({
    name: `${operation} ${status}: ${shape}`,
    body,
    schema: responseSchema(operation, status),
  })),
  ...requests.map(([operation, shape, body]) => ({
    name: `${operation}: ${shape}`,
    body,
    schema: requestSchema(operation),
  })),
];

describe('a body with a known shape', () => {
  it.each(bodies)('$name', ({ body, schema }) => {
    expect(errorsOf(body, schema)).toEqual([]);
  });

  it.each(bodies)('$name: is rejected without any of its required fields', ({ body, schema }) => {
    const passed = incompleteValues(body, schema)
      .filter(({ incomplete }) => errorsOf(incomplete, schema).length === 0)
      .map(({ missing }) => missing);
    expect(passed).toEqual([]);
  });
});
