import { expect, test } from 'vitest';
import { toBase64 } from '../../test/support/test-signer.ts';
import { ConfigurationError } from '../errors.ts';
import { archive, verifyArchive } from './archive.ts';
import { publishedKeys } from './published-keys.ts';
import { signatureVerifier } from './signature-verifier.ts';

const [key] = publishedKeys.sandbox;
const mode = 'require';

/** Each entry point with keys, as a promise of its result for some options. */
const entries: Record<string, (options: unknown) => Promise<unknown>> = {
  signatureVerifier: async (options) => signatureVerifier(options as never),
  archive: (options) => archive({ headers: new Headers(), body: new Uint8Array() }, options as never),
  verifyArchive: (options) => verifyArchive({}, options as never),
};

async function problemOf(calling: Promise<unknown>): Promise<string> {
  const error = await calling.then(
    () => expect.unreachable('It was accepted.'),
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(ConfigurationError);
  return error.message;
}

test.for([
  [undefined, 'options must be an object, not undefined.'],
  [null, 'options must be an object, not null.'],
  [{}, "mode must be 'warn' or 'require'."],
  [{ mode: 'Require' }, "mode must be 'warn' or 'require', not a string."],
  [{ mode: null }, "mode must be 'warn' or 'require', not null."],
  [{ Mode: 'require' }, 'unknown option "Mode". Did you mean "mode"?'],
  [{ mode, maxAge: 5 }, 'unknown option "maxAge". Did you mean "maxAgeMs"?'],
  [{ mode, maxAgeMs: Number.NaN }, 'maxAgeMs must be a number of milliseconds above 0, not NaN.'],
  [{ mode, maxAgeMs: 0 }, 'maxAgeMs must be a number of milliseconds above 0, not 0.'],
  [{ mode, maxAgeMs: '5' }, 'maxAgeMs must be a number of milliseconds above 0, not a string.'],
  [{ mode, clock: {} }, 'clock must be a Clock, which has now(), not an object.'],
] as const)('signatureVerifier rejects %j', async ([options, problem]) => {
  expect(await problemOf(entries['signatureVerifier']?.(options) as never)).toBe(
    `signatureVerifier: ${problem}`,
  );
});

test.for(Object.keys(entries))('%s accepts only valid keys', async (caller) => {
  const cases = [
    ['x', ': keys must be a list of keys, not a string.'],
    [null, ': keys must be a list of keys, not null.'],
    [new Set([key]), ': keys must be a list of keys, not an iterable.'],
    [[], ': keys must not be empty.'],
    [[null], ': keys[0] must be an object with keyId and publicKey, not null.'],
    [[key, 'x'], ': keys[1] must be an object with keyId and publicKey, not a string.'],
    [
      [{ ...key, notbefore: '2021-11-11' }],
      ': keys[0]: unknown field "notbefore". Did you mean "notBefore"?',
    ],
    [[{ ...key, notBefore: null }], ': keys[0]: notBefore must be a day, YYYY-MM-DD, not null.'],
    [[{ ...key, notBefore: 2021 }], ': keys[0]: notBefore must be a day, YYYY-MM-DD, not 2021.'],
    [
      [{ ...key, notBefore: ['2021-11-11'] }],
      ': keys[0]: notBefore must be a day, YYYY-MM-DD, not an array.',
    ],
    ...['tomorrow', '2021', '2021-13-11', ' 2021-11-11', '2021-11-11T00:00Z'].map(
      (notBefore) =>
        [[{ ...key, notBefore }], ': keys[0]: notBefore must be a day, YYYY-MM-DD, not a string.'] as const,
    ),
    [[{ ...key, keyId: '' }], ': keys[0]: keyId must be a string that is not empty, not a string.'],
    [[{ publicKey: key.publicKey }], ': keys[0]: each key needs a keyId of its own.'],
    [[key, key], ': keys[1]: each key needs a keyId of its own.'],
    [[{ keyId: 'a' }], ': keys[0]: publicKey must be a raw Ed25519 key, 32 bytes in base64.'],
    ...['x', toBase64(new Uint8Array(31).fill(5)), '05'.repeat(32), `-${key.publicKey.slice(1)}`].map(
      (publicKey) =>
        [
          [{ keyId: 'a', publicKey }],
          ': keys[0]: publicKey must be a raw Ed25519 key, 32 bytes in base64.',
        ] as const,
    ),
    [[{ keyId: 'a', publicKey: 5 }], ': keys[0]: publicKey must be a string that is not empty, not 5.'],
  ] as const;
  const required = caller === 'signatureVerifier' ? { mode } : {};
  for (const [keys, problem] of cases) {
    expect(await problemOf(entries[caller]?.({ ...required, keys }) as never)).toBe(caller + problem);
  }
});

test('what cannot be read is rejected as what it is', async () => {
  const unreadable = new Proxy([], {
    get() {
      throw new Error('canary');
    },
  });
  expect(await problemOf(entries['archive']?.({ keys: unreadable }) as never)).toBe(
    'archive: keys must be a list of keys, not an array.',
  );
  const getter = Object.defineProperty({ ...key }, 'keyId', { get: () => expect.unreachable('canary') });
  expect(await problemOf(entries['archive']?.({ keys: [getter] }) as never)).toBe(
    'archive: keys[0] cannot be read, because a getter throws.',
  );
  const { proxy: gone, revoke } = Proxy.revocable(key, {});
  revoke();
  expect(await problemOf(entries['archive']?.({ keys: [gone] }) as never)).toMatch(
    /^archive: keys\[0\] must be an object with keyId and publicKey/,
  );
  expect(await problemOf(archive(unreadable as never))).toMatch(/^archive: response must be the response of/);
});

test.for(['archive', 'verifyArchive'])('%s has no other options', async (caller) => {
  expect(await problemOf(entries[caller]?.({ key: [key] }) as never)).toBe(
    `${caller}: unknown option "key". Did you mean "keys"?`,
  );
  expect(await problemOf(entries[caller]?.(null) as never)).toBe(
    `${caller}: options must be an object, not null.`,
  );
});

test.for([
  undefined,
  null,
  'x',
  {},
  { headers: {}, body: new Uint8Array() },
  { headers: new Headers(), body: '{}' },
  new Response('{}'),
])('archive accepts only the response of withResponse(): %#', async (response) => {
  expect(await problemOf(archive(response as never))).toMatch(
    /^archive: response must be the response of `withResponse\(\)`, with headers and the bytes of the body, not /,
  );
});

test('a key may have other properties, as from the admin API of the sandbox', () => {
  const described = { ...key, algorithm: 'Ed25519' };
  expect(signatureVerifier({ mode, keys: [described] })).toEqual({ response: expect.any(Function) });
});
