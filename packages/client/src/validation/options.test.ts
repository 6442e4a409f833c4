import { expect, test } from 'vitest';
import { ConfigurationError } from '../errors.ts';
import { standardSchemas } from './standard-schemas.ts';

const schema = { '~standard': { validate: () => ({}) } };
const schemas = { requests: { createVerification: schema } };

test.for([
  [[undefined], 'standardSchemas: the schemas must be an object, not undefined.'],
  [[null], 'standardSchemas: the schemas must be an object, not null.'],
  [[{}], 'standardSchemas: no schema was given, so nothing would be validated.'],
  [
    [{ requests: { createVerification: undefined }, responses: {} }],
    'standardSchemas: no schema was given, so nothing would be validated.',
  ],
  [[{ request: {} }], 'standardSchemas: unknown option "request". Did you mean "requests"?'],
  [[schema], 'standardSchemas: unknown option "~standard". Known options: requests, responses.'],
  [
    [{ requests: null }],
    'standardSchemas: requests must be an object with a Standard Schema for each operation, not null.',
  ],
  [
    [{ responses: { getVerfication: schema } }],
    'standardSchemas: responses: unknown option "getVerfication". Did you mean "getVerification"?',
  ],
  [
    [{ requests: { createVerification: { parse() {} } } }],
    "standardSchemas: requests: createVerification must be a Standard Schema, which has '~standard'.validate(), not an object.",
  ],
  [
    [{ requests: { createVerification: null } }],
    "standardSchemas: requests: createVerification must be a Standard Schema, which has '~standard'.validate(), not null.",
  ],
  [[schemas, null], 'standardSchemas: options must be an object, not null.'],
  [[schemas, { onDrifts: () => {} }], 'standardSchemas: unknown option "onDrifts". Did you mean "onDrift"?'],
  [[schemas, { onDrift: 'x' }], 'standardSchemas: onDrift must be a function, not a string.'],
  [
    [schemas, { timeoutMs: Number.NaN }],
    'standardSchemas: timeoutMs must be a number of milliseconds above 0, not NaN.',
  ],
  [[schemas, { clock: {} }], 'standardSchemas: clock must be a Clock, which has after(), not an object.'],
] as const)('standardSchemas rejects invalid arguments: %#', ([given, problem]) => {
  expect(() => standardSchemas(...(given as unknown as Parameters<typeof standardSchemas>))).toThrow(
    new ConfigurationError(problem),
  );
});

test('a schema may be a function with the Standard Schema interface', () => {
  const callable = Object.assign(() => {}, schema);
  expect(standardSchemas({ responses: { getReport: callable } })).toMatchObject({
    request: expect.any(Function),
    response: expect.any(Function),
  });
});
