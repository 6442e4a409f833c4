import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ConfigurationError } from './errors.ts';
import { createTruework } from './truework.ts';

describe('createTruework', () => {
  test.for([
    ['tw_pk_test_abc', 'sandbox'],
    ['', 'sandbox'],
    ['tw_sk_test_a b', 'sandbox'],
    ['tw_sk_test_a\n', 'sandbox'],
  ] as const)('the token %j is rejected for %s, and not shown', ([token, environment]) => {
    const make = () => createTruework({ token, environment });
    expect(make).toThrow(ConfigurationError);
    if (token !== '') expect(make).not.toThrow(token);
  });

  test.for([
    ['tw_sk_live', 'production'],
    ['tw_sk_test_abc', 'sandbox'],
    ['TWBT__abc', 'production'],
    ['tw_sk_live', 'https://proxy.example.com'],
  ] as const)('the token %j is accepted for %s', ([token, environment]) => {
    expect(createTruework({ token, environment })).toHaveProperty('verifications');
  });

  test('a printed client does not show its token', () => {
    const truework = createTruework({ token: 'tw_sk_test_c4n4ry', environment: 'sandbox' });
    expect(JSON.stringify(truework) + inspect(truework, { depth: Infinity, showHidden: true })).not.toContain(
      'c4n4ry',
    );
  });
});
