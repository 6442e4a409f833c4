import { expect, test } from 'vitest';
import { readBearerKey } from './bearer-key.ts';

const longest = `tw_sk_test_${'x'.repeat(245)}`;

test.for([
  ['Bearer tw_sk_test_-a_1', 'tw_sk_test_-a_1'],
  ['bearer   TWBT__old', 'TWBT__old'],
  [`Bearer ${longest}`, longest],
] as const)('%s has the key %s', ([header, key]) => expect(readBearerKey(header)).toBe(key));

const isProduction =
  'Invalid token. It looks like a production key: the sandbox takes keys that begin with tw_sk_test_.';

test.for([
  [undefined],
  [''],
  ['tw_sk_test_example'],
  ['Bearertw_sk_test_example'],
  ['No Bearer tw_sk_test_example'],
  ['Bearer tw_sk_test_example too'],
  [`Bearer ${longest}x`],
  ['Bearer tw_sk_test_'],
  ['Bearer tw_sk_test_eé'],
  ['Bearer a_tw_sk_test_example'],
  ['Bearer example_tw_sk_'],
  ['Bearer tw_sk_test'],
  ['Bearer tw_sk_live_0123', isProduction],
  ['Bearer tw_sk_0123tw_sk_test', isProduction],
] as const)('%s has no key of a sandbox', ([header, message = 'Invalid token.']) => {
  expect(() => readBearerKey(header)).toThrow(
    expect.objectContaining({ status: 401, headers: {}, body: { error: { message } } }),
  );
});
