import { expect, test } from 'vitest';
import { publishedKeys } from './published-keys.ts';

// As Truework publishes them, written down a second time.
test('the keys are those that Truework publishes', () => {
  expect(publishedKeys).toEqual({
    production: [
      {
        keyId: 'tw-2021-11-11',
        publicKey: 'Ad14e4K+/6At51wUH2B3M4ONNlRmLiSpI4NUAl+IcyA=',
        notBefore: '2021-11-11',
      },
    ],
    sandbox: [
      {
        keyId: 'tw-sandbox-2021-11-11',
        publicKey: 'yJBzPH0p+gdRuj4qnjU1+ob0AH52gHRDXxnDW1xGaYk=',
        notBefore: '2021-11-11',
      },
    ],
  });
});
