import { beforeAll, describe, expect, test } from 'vitest';
import { type TestSigner, testSigner, withHeader, withSignature } from '../../test/support/test-signer.ts';
import { TrueworkError } from '../errors.ts';
import { type Archive, ArchiveRejectedError, archive, verifyArchive } from './archive.ts';
import type { SignedResponse } from './check-signature.ts';

let signer: TestSigner;
let response: SignedResponse;
let keys: TestSigner['key'][];
let saved: Archive;

beforeAll(async () => {
  signer = await testSigner('test-key-1', 1);
  keys = [signer.key];
  response = await signer.sign();
  saved = await archive(response, { keys });
});

test('an archive is plain, and contains only the proof and the body', () => {
  expect(saved).toEqual({
    version: 1,
    signature: response.headers.get('X-Truework-Signature'),
    headers: { date: 'Fri, 12 Nov 2021 19:28:59 GMT', 'content-length': '34' },
    body: '{"id":"test-report","note":"Zoë"}',
  });
});

test('it is valid after JSON, and after a database that sorts properties', async () => {
  const sorted = Object.fromEntries(Object.entries(saved).reverse());
  const headers = Object.fromEntries(Object.entries(saved.headers).reverse());
  for (const value of [saved, JSON.parse(JSON.stringify(saved)), { ...sorted, headers }]) {
    expect(await verifyArchive(value, { keys })).toEqual({
      valid: true,
      keyId: 'test-key-1',
      signedAt: '2021-11-12T19:28:59.000Z',
      body: '{"id":"test-report","note":"Zoë"}',
    });
  }
});

test('a response that was compressed, or has a BOM or no content-length, is archived as it was signed', async () => {
  const withBom = await signer.sign({ body: '\ufeff{"a":1}\r\n' });
  const compressed = withHeader(withHeader(withBom, 'content-encoding', 'gzip'), 'content-length', '25');
  const { headers, body } = await archive(compressed, { keys });
  expect({ headers, body }).toMatchObject({ headers: { 'content-length': '12' }, body: '\ufeff{"a":1}\r\n' });
  const verdict = await verifyArchive(await archive(compressed, { keys }), { keys });
  expect(verdict).toMatchObject({ valid: true, body: '\ufeff{"a":1}\r\n' });
});

test('every changed character of the body, the headers and the signature is found', async () => {
  const changed = (text: string) =>
    Array.from(text, (character, index) => {
      const other = character === 'x' ? 'y' : 'x';
      return text.slice(0, index) + other + text.slice(index + 1);
    });
  const { date = '', 'content-length': contentLength = '' } = saved.headers;
  const values: Archive[] = [
    ...changed(saved.body).map((body) => ({ ...saved, body })),
    ...changed(date).map((date) => ({ ...saved, headers: { ...saved.headers, date } })),
    ...changed(contentLength).map((length) => ({
      ...saved,
      headers: { ...saved.headers, 'content-length': length },
    })),
    ...changed(saved.signature).map((signature) => ({ ...saved, signature })),
  ];
  for (const value of values) {
    expect(await verifyArchive(value, { keys }), JSON.stringify(value)).toMatchObject({ valid: false });
  }
  expect(values.length).toBeGreaterThan(200);
});

test.each<[string, (value: Archive) => unknown]>([
  ['nothing', () => undefined],
  ['null', () => null],
  ['a text', (value) => JSON.stringify(value)],
  ['an empty object', () => ({})],
  ['a later version', (value) => ({ ...value, version: 2 })],
  ['no body', ({ body, ...value }) => value],
  ['a body that is parsed', (value) => ({ ...value, body: JSON.parse(value.body) })],
  ['no signature', ({ signature, ...value }) => value],
  ['headers with a line break', (value) => ({ ...value, headers: { date: 'a\nb', 'content-length': '34' } })],
  ['headers with an invalid name', (value) => ({ ...value, headers: { 'a b': 'c' } })],
  ['a signature that is not a header', (value) => ({ ...value, signature: 'a\nb' })],
  ['headers that are a number', (value) => ({ ...value, headers: 5 })],
  [
    'an object that cannot be read',
    (value) =>
      new Proxy(value, {
        get() {
          throw new Error('canary');
        },
      }),
  ],
])('%s is not an archive, but not an error', async (_, change) => {
  expect(await verifyArchive(change(saved), { keys })).toEqual({
    valid: false,
    problem: 'it is not an archive of version 1.',
  });
});

test('without its headers it is not valid', async () => {
  const { headers, ...value } = saved;
  expect(await verifyArchive(value, { keys })).toEqual({
    valid: false,
    problem: 'a signed header is missing.',
  });
});

describe('nothing is archived without a valid signature', () => {
  const errorOf = (response: SignedResponse) =>
    archive(response, { keys }).then(
      () => expect.unreachable('it was archived'),
      (error) => error,
    );

  test('unsigned, changed, or signed by another', async () => {
    const responses: [SignedResponse, string][] = [
      [withHeader(response, 'X-Truework-Signature', null), 'X-Truework-Signature is missing.'],
      [
        withSignature(response, (text) => text.replace('test-key-1', 'x')),
        'it is signed with a key, not with test-key-1. To trust more keys, use the option keys.',
      ],
      [{ ...response, body: response.body.toReversed() }, 'the signature does not match the response.'],
    ];
    for (const [response, problem] of responses) {
      const error = await errorOf(response);
      expect(error).toBeInstanceOf(ArchiveRejectedError);
      expect(error).toBeInstanceOf(TrueworkError);
      expect(error).toMatchObject({
        code: 'archive-rejected',
        name: 'ArchiveRejectedError',
        message: `archive: the response was not archived: ${problem}`,
      });
      expect(JSON.stringify(error) + error.stack).not.toContain('test-report');
    }
  });

  test('and no body that is not UTF-8', async () => {
    const signed = await signer.sign({ body: Uint8Array.of(0x7b, 0xff, 0x7d) });
    expect(await errorOf(signed)).toMatchObject({ message: expect.stringContaining('not UTF-8') });
  });
});
