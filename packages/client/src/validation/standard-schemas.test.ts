import { personalCanaries } from '@truework-legacy/spec/test-data';
import { describe, expect, test } from 'vitest';
import { ValidationError } from '../errors.ts';
import type { Warning } from '../options.ts';
import { createTruework } from '../truework.ts';
import type { Drift, StandardIssue, StandardSchema } from './standard-schema.ts';
import { type StandardSchemasOptions, standardSchemas } from './standard-schemas.ts';

const { first_name: canary } = personalCanaries;

const verificationInput = {
  type: 'employment' as const,
  permissible_purpose: 'credit-application' as const,
  target: { first_name: canary, last_name: 'Sample', social_security_number: '000-00-0000' },
};

/** A validator that always finds these issues. */
function finding(...issues: StandardIssue[]): StandardSchema {
  return { '~standard': { validate: async () => (issues.length === 0 ? {} : { issues }) } };
}

/** A client with these validators, of an API that always returns the same response. */
function client(
  schemas: Parameters<typeof standardSchemas>[0],
  {
    response = { id: 'AAAA', state: 'new', target: {}, results: [] },
    ...options
  }: StandardSchemasOptions & { response?: object } = {},
) {
  let sent = 0;
  const warnings: Warning[] = [];
  const truework = createTruework({
    token: 'tw_sk_test_example',
    environment: 'local',
    rateLimiter: false,
    validation: standardSchemas(schemas, options),
    onWarning: (warning) => warnings.push(warning),
    fetch: async () => {
      sent += 1;
      return Response.json(response);
    },
  });
  return { truework, warnings, sent: () => sent };
}

describe('a request', () => {
  test('that a validator rejects is not sent, and its fields are named as in the API', async () => {
    const { truework, sent } = client({
      requests: {
        createVerification: finding(
          { path: ['target', { key: 'last_name' }], message: 'Not a valid string.' },
          { path: ['target', 'last_name'], message: 'Too long.' },
          { path: ['documents', 0, 'content'], message: 'This field is required.' },
          { path: ['metadata'], message: 'Too long.' },
          { path: ['metadata', 'branch'], message: 'Not a valid string.' },
          { message: 'Unknown field.' },
        ),
      },
    });
    const result = await truework.verifications.create(verificationInput).result();
    const error = result.ok ? undefined : (result.error as ValidationError);
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).not.toHaveProperty('status');
    expect(error?.message).toBe(
      `createVerification: the request is not valid and was not sent. ${JSON.stringify(error?.invalidFields)}`,
    );
    expect(error?.invalidFields).toEqual({
      target: { last_name: ['Not a valid string.', 'Too long.'] },
      documents: { 0: { content: ['This field is required.'] } },
      // The part that is wrong.
      metadata: { branch: ['Not a valid string.'] },
      non_field_errors: ['Unknown field.'],
    });
    expect(sent()).toBe(0);
  });

  test.for([
    [`${canary} with 000-00-0000 is not known.`, '[redacted] with [redacted] is not known.'],
    ['No "riley". Did you mean "first_name"?', 'No [redacted]. Did you mean "first_name"?'],
    ['Did you mean "first_name"? Not "riley".', 'Did you mean "first_name"? Not [redacted].'],
    ['Did you mean "riley sample"?', 'Did you mean [redacted]?'],
    ['Did you mean "000731234"?', 'Did you mean [redacted]'],
  ] as const)(
    'shows the field that a validator suggests, and nothing else that it quotes: %s',
    async ([message, shown]) => {
      const { truework } = client({ requests: { createVerification: finding({ path: ['a'], message }) } });
      const creating = truework.verifications.create(verificationInput);
      await expect(creating).rejects.toMatchObject({ invalidFields: { a: [shown] } });
    },
  );

  test('cannot change a prototype by the name of a field', async () => {
    const { truework } = client({
      requests: { createVerification: finding({ path: ['__proto__', 'polluted'], message: 'x' }) },
    });
    await expect(truework.verifications.create(verificationInput)).rejects.toBeInstanceOf(ValidationError);
    expect({}).not.toHaveProperty('polluted');
  });

  test('that is valid, or has no validator, is sent', async () => {
    const { truework, sent } = client({ requests: { createVerification: finding() } });
    await truework.verifications.create(verificationInput);
    await truework.verifications.cancel('AAAA', { cancellation_reason: 'other' });
    expect(sent()).toBe(2);
  });
});

describe('a response', () => {
  const schema = finding(
    { path: ['results', 0, 'state'], message: 'secret', kind: 'unknown-value' },
    { message: 'secret' },
  );

  test('is returned unchanged, and its differences are reported by path and kind', async () => {
    const drifts: Drift[] = [];
    const response = { count: 1, results: [{ id: 'AAAA', state: 'new', target: {} }] };
    const { truework } = client(
      { responses: { listVerifications: schema } },
      { response, onDrift: (drift) => drifts.push(drift) },
    );
    expect(await truework.verifications.list()).toEqual(response);
    expect(drifts).toEqual([
      { operation: 'listVerifications', path: '/results/0/state', kind: 'unknown-value' },
      { operation: 'listVerifications', path: '', kind: 'mismatch' },
    ]);
  });

  test('is reported once for each path and kind, as a warning, without onDrift', async () => {
    const { truework, warnings } = client({ responses: { listVerifications: schema } });
    await truework.verifications.list();
    await truework.verifications.list();
    expect(warnings.map(({ code }) => code)).toEqual(['drift', 'drift']);
    expect(warnings[0]?.message).toContain('/results/0/state (unknown-value)');
    expect(JSON.stringify(warnings)).not.toContain('secret');
  });

  test('to `fields` may omit its own fields and those of its items, but no others', async () => {
    const drifts: Drift[] = [];
    const missing = (...path: PropertyKey[]): StandardIssue => ({ path, message: 'x', kind: 'missing' });
    const { truework } = client(
      {
        responses: {
          listVerifications: finding(
            missing('results', 0, 'state'),
            missing('results', 0, 'price', 'amount'),
            { ...missing('results', 0, 'id'), kind: 'type' },
          ),
          getVerification: finding(missing('state'), missing('target', 'company', 'name')),
        },
      },
      { onDrift: (drift) => drifts.push(drift) },
    );
    const pathsAfter = async (call: Promise<unknown>) => {
      drifts.length = 0;
      await call;
      return drifts.map(({ path }) => path);
    };
    const { list, get } = truework.verifications;
    expect(await pathsAfter(list({ fields: ['id'] }))).toEqual(['/results/0/price/amount', '/results/0/id']);
    expect(await pathsAfter(list())).toHaveLength(3);
    expect(await pathsAfter(get('AAAA', { fields: ['id'] }))).toEqual(['/target/company/name']);
    expect(await pathsAfter(get('AAAA'))).toHaveLength(2);
  });

  test('that is not JSON is not validated', async () => {
    const drifts: Drift[] = [];
    const checks = standardSchemas(
      { responses: { getReport: schema } },
      { onDrift: (drift) => drifts.push(drift) },
    );
    const truework = createTruework({
      token: 'tw_sk_test_pdf',
      environment: 'local',
      rateLimiter: false,
      validation: checks,
      fetch: async () => new Response('%PDF-', { headers: { 'Content-Type': 'application/pdf' } }),
    });
    expect((await truework.reports.getPdf('AAAA', 'BBBB')).length).toBe(5);
    await truework.reports.getPdf('AAAA', 'BBBB');
    expect(drifts).toEqual([]);
  });

  test('is reported by JSON pointers', async () => {
    const drifts: Drift[] = [];
    const { truework } = client(
      { responses: { listVerifications: finding({ path: ['a/b', 'c~d'], message: 'x' }) } },
      { onDrift: (drift) => drifts.push(drift) },
    );
    await truework.verifications.list();
    expect(drifts.map(({ path }) => path)).toEqual(['/a~1b/c~0d']);
  });
});
