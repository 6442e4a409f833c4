import { person } from '@truework-legacy/spec/test-data';
import { describe, expect, test } from 'vitest';
import { createSandbox } from '../sandbox.ts';
import { testNumbers } from './test-numbers.ts';
import { testValueOf, testValues } from './test-values.ts';

const verificationInput = {
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  target: { ...person, social_security_number: '' },
};

describe('test values', () => {
  test('every value is listed once, with a sentence about it', () => {
    const values = testValues.map(({ value }) => value);
    expect(new Set(values).size).toBe(values.length);
    expect(testValues.filter(({ effect }) => !/^[A-Z].*\.$/.test(effect))).toEqual([]);
  });

  test('the numbers of Truework are those of its table, and ours are apart from them', () => {
    const numbers = testValues.filter(({ where }) => where === 'social_security_number');
    expect(numbers.filter(({ knownTo }) => knownTo === 'truework').map(({ value }) => value)).toEqual(
      Object.keys(testNumbers),
    );
    for (const { knownTo, value } of numbers) {
      expect(value).toMatch(knownTo === 'truework' ? /^000-[0-2]\d-\d{4}$/ : /^000-9\d-\d{4}$/);
    }
  });

  test('is found with and without hyphens', () => {
    expect(testValueOf('000910000')).toBe(testValueOf('000-91-0000'));
    expect(testValueOf('000910000')?.value).toBe('000-91-0000');
  });

  test.for(['000-99-9999', '', '__proto__', 'constructor'])('%j is not a test value', (number) => {
    expect(testValueOf(number)).toBeUndefined();
  });
});

describe('people whom no list knows', () => {
  async function reportOf(seed: string, name: string): Promise<string> {
    const sandbox = createSandbox({
      seed,
      unknownPeople: 'made-up',
      clock: { now: () => Date.UTC(2019, 10, 5) },
    });
    const target = { first_name: name, last_name: 'Sample', social_security_number: '000-45-6789' };
    const response = await sandbox.fetch('http://sandbox/verification-requests/', {
      method: 'POST',
      headers: {
        Authorization: 'Bearer tw_sk_test_made_up',
        'Content-Type': 'application/json',
        'Request-Sync': 'sync',
      },
      body: JSON.stringify({ ...verificationInput, target }),
    });
    await sandbox.close();
    expect(response.status).toBe(201);
    const { reports } = (await response.json()) as { reports: { employer: object; employee: object }[] };
    expect(reports).toHaveLength(1);
    return JSON.stringify(reports[0]?.employee);
  }

  test('have the same report each time, under the name of the order, and another one for another seed', async () => {
    const first = await reportOf('one', 'Riley');
    expect(await reportOf('one', 'Riley')).toBe(first);
    expect(await reportOf('one', 'Robin')).toBe(first.replace('Riley', 'Robin'));
    expect(await reportOf('two', 'Riley')).not.toBe(first);
  });
});
