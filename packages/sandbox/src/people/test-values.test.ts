import { person, sessionInput, verificationInput } from '@truework-legacy/spec/test-data';
import { describe, expect, test } from 'vitest';
import { openSandbox } from '../../test/support/open-sandbox.ts';
import { send } from '../../test/support/send.ts';
import type { Verification } from '../generated/types.gen.ts';
import { testNumbers } from './test-numbers.ts';
import { keyResponseOf, keyResponses, testValueOf, testValues } from './test-values.ts';

describe('test values', () => {
  test('the numbers of Truework are those of its table, and ours are apart from them', () => {
    const numbers = testValues.filter(({ where }) => where === 'social_security_number');
    expect(numbers.filter(({ knownTo }) => knownTo === 'truework').map(({ value }) => value)).toEqual(
      Object.keys(testNumbers),
    );
    expect(new Set(testValues.map(({ knownTo }) => knownTo))).toEqual(new Set(['truework', 'this sandbox']));
    for (const { knownTo, value } of numbers) {
      expect(value).toMatch(knownTo === 'truework' ? /^000-[0-2]\d-\d{4}$/ : /^000-9\d-\d{4}$/);
    }
  });

  test('says how many employments each number has, and what each key gets', () => {
    const numbers = testValues.filter(({ where }) => where === 'social_security_number');
    const employments = numbers.map(({ scenario }) => (scenario ? scenario.employments.length : '-'));
    expect(employments.join(' ')).toBe('1 1 1 1 1 1 1 2 0 0 0 - - - 0 1 1 1 0 1 1 1');
    const keys = testValues.filter(({ where }) => where === 'key');
    expect(keys.map(({ response }) => response)).toEqual(Object.values(keyResponses));
  });

  test('is found with and without hyphens', () => {
    expect(testValueOf('000910000')).toBe(testValueOf('000-91-0000'));
    expect(testValueOf('000910000')?.value).toBe('000-91-0000');
  });

  test.for(['000-99-9999', '', '__proto__', 'constructor'])('%j is not a test value', (number) => {
    expect(testValueOf(number)).toBeUndefined();
    expect(keyResponseOf(`tw_sk_test_${number}tw_sk_test_responds_451`)).toBeUndefined();
  });
});

test('of 000-92-0000, the response to a reverification is lost as that to a create', async () => {
  expect(testValueOf('000-92-0000')?.scenario?.transport).toEqual({ after: 'headers', effect: 'reset' });
  const sandbox = openSandbox();
  const key = 'tw_sk_test_lost';
  const { verifications } = sandbox.tenant(key);
  const target = { ...person, social_security_number: '000-92-0000' };
  const input = { ...verificationInput, target };
  await expect(send(sandbox, key, 'POST', '/verification-requests/', input)).rejects.toThrow('fetch failed');
  await sandbox.tenant(key).clock.advance('1 second');
  const path = `/verification-requests/${verifications.list({ limit: 1 })[0]?.id}`;
  const { reports } = (await (await send(sandbox, key, 'GET', path)).json()) as { reports: { id: string }[] };
  const reverified = send(sandbox, key, 'PUT', `${path}/reverify`, { report_id: reports[0]?.id });
  await expect(reverified).rejects.toThrow('fetch failed');
  expect(verifications.count()).toBe(2);
});

test.for([
  ['000-01-0000', 'canceled', 400],
  ['000-91-0001', 'pending-approval', 400],
  ['000-20-0000', 'completed', 201],
] as const)(
  'a credentials session of %s ends %s, and is reverified with a %i',
  async ([number, ends, status]) => {
    const sandbox = openSandbox();
    const input = { ...sessionInput, target: { ...person, social_security_number: number } };
    const key = 'tw_sk_test_session';
    const created = await send(sandbox, key, 'POST', '/credentials/session', input);
    const { token } = (await created.json()) as { token: string };
    const { clock, credentialsSessions } = sandbox.tenant(key);
    const path = `/verification-requests/${credentialsSessions.complete(token).id}`;
    await clock.advance('1 day');
    const { state, reports } = (await (await send(sandbox, key, 'GET', path)).json()) as Verification;
    expect(state).toBe(ends);
    const report_id = reports?.[0]?.id ?? 'none';
    expect((await send(sandbox, key, 'PUT', `${path}/reverify`, { report_id })).status).toBe(status);
  },
);
