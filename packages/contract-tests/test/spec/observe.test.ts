import { createTruework } from '@truework-legacy/client';
import { jsonSchemaOf } from '@truework-legacy/spec/document';
import { expect, test } from 'vitest';
import { rawExchanges } from '../../src/cassettes/record.ts';
import { type Exchange, recording } from '../../src/exchange.ts';
import { type Alteration, altered, type Body } from '../../src/live/altered.ts';
import { observe } from '../../src/observe.ts';
import { type Finding, findOperation, isPartial, valueFindings } from '../../src/spec-findings.ts';
import { sandboxSystem } from '../../src/system-under-test.ts';
import { validatorFindings } from '../../src/validator-findings.ts';
import { fullInput } from '../../src/verification-inputs.ts';

/** What is said of the response to a create, which was altered. */
async function differencesOf(alteration: Alteration) {
  const system = sandboxSystem();
  const { fetch, exchanges } = recording(altered(system.fetch, () => alteration));
  const { baseUrl: environment, token } = system;
  const truework = createTruework({ environment, token, fetch, rateLimiter: false, onWarning: () => {} });
  await truework.verifications.create(fullInput).catch(() => undefined);
  await system.close();
  return exchanges.flatMap((exchange) => observe(exchange)?.differences ?? []);
}

const alterations: [name: string, alteration: Alteration, difference: Record<string, unknown>][] = [
  [
    'a field more',
    { body: (body) => ({ ...body, target: { ...(body['target'] as Body), middle_name: 'CANARY' } }) },
    {
      where: '201 body /target/middle_name',
      pointer: '#/components/schemas/Target/properties',
      source: 'spec/components/schemas/Target.yaml:7',
      level: 'documented-later',
      expected: 'no such field',
      seen: 'string',
      suggestion: expect.stringContaining('Add `middle_name` to `properties`: string'),
    },
  ],
  [
    'a field less',
    { body: ({ price: _, ...body }) => body },
    {
      where: '201 body /price',
      pointer: '#/components/schemas/Verification/properties/price',
      source: expect.stringMatching(/^spec\/components\/schemas\/Verification\.yaml:\d+$/),
      level: 'documented',
      expected: 'present',
      seen: 'absent',
      suggestion: expect.stringContaining('Take `price` out of `required`'),
    },
  ],
  [
    'another type',
    { body: (body) => ({ ...body, turnaround_time: { best_estimate: 48 } }) },
    {
      where: '201 body /turnaround_time/best_estimate',
      pointer: '#/components/schemas/TurnaroundTime/properties/best_estimate',
      level: 'sdk',
      expected: 'string or null',
      seen: 'integer',
      suggestion: expect.stringContaining('Let its `type` be integer as well'),
    },
  ],
  [
    'null where none may be',
    { body: (body) => ({ ...body, type: null }) },
    {
      pointer: '#/components/schemas/VerificationType',
      expected: 'string',
      seen: 'null',
      suggestion: expect.stringContaining('Let it be null as well'),
    },
  ],
  [
    'an object in place of a text',
    { body: (body) => ({ ...body, loan_id: { CANARY_0123456789: [1, 'CANARY'] } }) },
    { seen: 'object { (a name that is not shown): array of integer or string }' },
  ],
  [
    'an unknown state',
    { body: (body) => ({ ...body, state: 'canary-hold' }) },
    {
      where: '201 body /state',
      pointer: '#/components/schemas/VerificationState/enum',
      source: 'spec/components/schemas/VerificationState.yaml:5',
      level: 'documented',
      expected: expect.stringContaining('one of pending-approval, processing'),
      seen: 'another value: string (lower-case words)',
      suggestion: expect.stringContaining('Add the value to `enum`'),
    },
  ],
  [
    'money written in another way',
    { body: (body) => ({ ...body, price: { amount: '9', currency: 'USD' } }) },
    {
      pointer: '#/components/schemas/Money/properties/amount/pattern',
      seen: 'string (whole number)',
      suggestion: expect.stringContaining('pattern'),
    },
  ],
  [
    'another status',
    { status: 218 },
    {
      where: '218',
      pointer: '#/paths/~1verification-requests~1/post/responses',
      source: expect.stringMatching(/^spec\/paths\/verification-requests\.yaml:\d+$/),
      level: 'documented',
      expected: expect.stringContaining('201, 400'),
      seen: 'status 218',
      suggestion: expect.stringContaining('Add "218" to `responses` of createVerification'),
    },
  ],
  [
    'another version',
    { headers: { version: '2020-12-07' } },
    {
      where: '201 header version',
      pointer: '#/info/version',
      level: 'sdk',
      expected: '2019-10-15',
      seen: '2020-12-07',
      suggestion: expect.stringContaining('which version the key is pinned to'),
    },
  ],
  [
    'a version that nobody knows',
    { headers: { version: 'canary' } },
    { pointer: '#/info/version', seen: 'a version that the spec does not name' },
  ],
  [
    'a header more',
    { headers: { 'X-Request-Cost': 'CANARY' } },
    {
      where: '201 headers',
      pointer: '#/paths/~1verification-requests~1/post/responses/201/headers',
      seen: 'header x-request-cost',
      suggestion: expect.stringContaining('Add `x-request-cost` to `headers`'),
    },
  ],
  [
    'another media type',
    { headers: { 'Content-Type': 'text/html' } },
    {
      pointer: '#/paths/~1verification-requests~1/post/responses/201/content',
      expected: 'application/json',
      seen: 'text/html',
      suggestion: expect.stringContaining('media type'),
    },
  ],
  [
    'text that is no JSON',
    { body: () => 'CANARY {' },
    {
      pointer: '#/paths/~1verification-requests~1/post/responses/201/content/application~1json/schema',
      expected: 'JSON',
      seen: 'text that is no JSON',
      suggestion: expect.stringContaining('no JSON'),
    },
  ],
];

test.for(alterations)('%s is a difference, and the only one', async ([, alteration, expected]) => {
  const differences = await differencesOf(alteration);
  expect(differences).toEqual([expect.objectContaining({ operation: 'createVerification', ...expected })]);
  expect(JSON.stringify(differences)).not.toMatch(/canary/i);
});

test('a header that is demanded and not there is a difference', async () => {
  const system = sandboxSystem();
  const { fetch, exchanges } = recording(async (input, init) => {
    const response = await system.fetch(input, init);
    const headers = new Headers(response.headers);
    headers.delete('Date');
    return new Response(await response.text(), { status: response.status, headers });
  });
  await fetch(`${system.baseUrl}/companies/`, { headers: { Authorization: `Bearer ${system.token}` } });
  await system.close();
  expect(exchanges.flatMap((exchange) => observe(exchange)?.differences ?? [])).toEqual([
    expect.objectContaining({
      where: '200 header Date',
      pointer: '#/components/headers/Date',
      source: 'spec/components/headers/Date.yaml:1',
      level: 'documented',
    }),
  ]);
});

test('a field that is named like something that was sent is not named', async () => {
  const [difference] = await differencesOf({ body: (body) => ({ ...body, Zoë: true }) });
  expect(difference?.where).toBe('201 body /(a name that is not shown)');
  expect(JSON.stringify(difference)).not.toContain('Zoë');
});

test('whatever is broken in a response, it differs where ajv and the validators say so, and nowhere else', async () => {
  const raw = await rawExchanges('rejections', sandboxSystem());
  raw.push(...(await rawExchanges('company-search', sandboxSystem())));
  raw.push(...(await rawExchanges('completed-verification', sandboxSystem())).slice(2, 4));
  raw.push(...(await rawExchanges('verification-cancelled-by-the-verifier', sandboxSystem())).slice(0, 2));
  let broken = 0;
  for (const exchange of raw) {
    for (const body of brokenBodies(JSON.parse(exchange.response.body))) {
      const response = { ...exchange, response: { ...exchange.response, body: JSON.stringify(body) } };
      const isWrong = bodyFindings(response).length + responseDrift(response).length > 0;
      if (isWrong) broken += 1;
      expect(observe(response)?.differences.length !== 0, JSON.stringify(body)).toBe(isWrong);
    }
  }
  expect(broken).toBeGreaterThan(300);
});

/** What ajv says of a body as a whole. */
function bodyFindings({ request, response: { status, body } }: Exchange): readonly object[] {
  const { operation } = findOperation(request.method, request.url.pathname) ?? expect.unreachable();
  const declared = operation.responses.find((response) => response.status === String(status));
  const schema = jsonSchemaOf(declared) ?? expect.unreachable();
  const isExcused = ({ where, expected }: Finding) =>
    isPartial(request) && where === 'body' && expected.includes('required property');
  return valueFindings(schema, JSON.parse(body), { operation: operation.id, where: 'body' }).filter(
    (finding) => !isExcused(finding),
  );
}

function responseDrift({ request, response }: Exchange): readonly object[] {
  return validatorFindings({ request: { ...request, body: null }, response });
}

/** A value with each part of it replaced by values of other types and forms, or left out, one at a time. */
function* brokenBodies(value: unknown): Generator<unknown> {
  yield* [null, 'unheard-of', { unheard_of: 1 }];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    const copy = (): Body => (Array.isArray(value) ? [...value] : { ...value }) as Body;
    if (!Array.isArray(value)) {
      const { [key]: _, ...rest } = value as Body;
      yield rest;
    }
    for (const instead of brokenBodies(part)) yield Object.assign(copy(), { [key]: instead });
  }
}
